import type { ApiRefusal } from '../../shared/api/client.ts'
import { isRecord, readJson, writeJson } from '../../shared/lib/storage.ts'

/** How the payment of a hold ended. */
interface Outcome {
  readonly holdToken: string
  readonly code: string
  /** Why the payment service declined, if it said. */
  readonly reason: string | null
}

const place = 'holdfast.outcomes'

/** Older outcomes belong to holds that nobody looks at anymore. */
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

/** Keeps the outcome of a payment, so that a reload and other windows say the same. */
export function keepOutcome(holdToken: string, refusal: ApiRefusal): void {
  const reason = isRecord(refusal) && typeof refusal.decline_code === 'string' ? refusal.decline_code : null
  const others = allKept().filter((one) => one.holdToken !== holdToken)
  writeJson(localStorage, place, [{ holdToken, code: refusal.code, reason }, ...others].slice(0, mostKept))
}
