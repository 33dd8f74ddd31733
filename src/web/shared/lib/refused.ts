import type { ApiRefusal, ApiReply } from '../api/client.ts'

/** A refusal as an exception, since queries know only exceptions. */
export class Refused extends Error {
  readonly refusal: ApiRefusal

  constructor(refusal: ApiRefusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** The value of an answer, for use in a query. */
export async function unwrap<T>(reply: Promise<ApiReply<T>>): Promise<T> {
  const settled = await reply
  if (settled.ok) return settled.value
  throw new Refused(settled.refusal)
}

/** The refusal that a query ended with. */
export function refusalOf(error: Error | null): ApiRefusal | undefined {
  if (error instanceof Refused) return error.refusal
  if (error) throw error
  return undefined
}
