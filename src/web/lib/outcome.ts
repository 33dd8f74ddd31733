import type { ApiRefusal } from '../api/client.ts'
import { isRecord, readJson, writeJson } from './storage.ts'

/** How the payment of a hold ended. */
export interface Outcome {
  readonly holdToken: string
  readonly code: string
  /** Why the payment service declined, where it said. */
  readonly reason: string | null
}

const place = 'holdfast.outcomes'

/** Older ones are of holds that nobody looks at any more. */
const mostKept = 20

function isOutcomes(value: unknown): value is readonly Outcome[] {
  return Array.isArray(value) && value.every((one) => isRecord(one) && typeof one.holdToken === 'string')
}

function allKept(): readonly Outcome[] {
  return readJson(localStorage, place, isOutcomes) ?? []
}

export function keptOutcome(holdToken: string): Outcome | undefined {
  return allKept().find((one) => one.holdToken === holdToken)
}

/** Keeps how a payment ended, so that a reload and other windows tell the same. */
export function keepOutcome(holdToken: string, refusal: ApiRefusal): void {
  const reason = isRecord(refusal) && typeof refusal.decline_code === 'string' ? refusal.decline_code : null
  const others = allKept().filter((one) => one.holdToken !== holdToken)
  writeJson(localStorage, place, [{ holdToken, code: refusal.code, reason }, ...others].slice(0, mostKept))
}
