import type { ApiRefusal } from '../api/client.ts'
import { isRecord, readJson, writeJson } from './storage.ts'

/** How the payment of a hold ended, kept so that a reload tells the same. */
export interface Outcome {
  readonly code: string
  /** Why the payment service declined, where it said. */
  readonly reason: string | null
}

function isOutcome(value: unknown): value is Outcome {
  return isRecord(value) && typeof value.code === 'string'
}

export function keptOutcome(holdToken: string): Outcome | undefined {
  return readJson(sessionStorage, `holdfast.outcome.${holdToken}`, isOutcome)
}

export function keepOutcome(holdToken: string, refusal: ApiRefusal): void {
  const reason = isRecord(refusal) && typeof refusal.reason === 'string' ? refusal.reason : null
  writeJson(sessionStorage, `holdfast.outcome.${holdToken}`, { code: refusal.code, reason })
}
