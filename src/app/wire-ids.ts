import type { ApiKeyId, StaffId, TrainRunId, UserId } from '../domain/ids.ts'

const form = /^[1-9][0-9]{0,15}$/

/** The id of a run as clients write it; undefined if the text cannot be one of our ids. */
export function parseTrainRunId(text: string): TrainRunId | undefined {
  return parseId(text) as TrainRunId | undefined
}

/** The id of a user as clients write it; undefined if the text cannot be one of our ids. */
export function parseUserId(text: string): UserId | undefined {
  return parseId(text) as UserId | undefined
}

/** The id of a member of staff as clients write it; undefined if the text cannot be one of our ids. */
export function parseStaffId(text: string): StaffId | undefined {
  return parseId(text) as StaffId | undefined
}

/** The id of an API key as clients write it; undefined if the text cannot be one of our ids. */
export function parseKeyId(text: string): ApiKeyId | undefined {
  return parseId(text) as ApiKeyId | undefined
}

function parseId(text: string): number | undefined {
  if (!form.test(text)) return undefined
  const id = Number(text)
  return Number.isSafeInteger(id) ? id : undefined
}
