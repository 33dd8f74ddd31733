import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CommandFailed } from './failures.ts'
import type { ApiCall, Operations } from './operations.ts'

/** A no of the API, with its problem document. */
export class ApiRefused extends CommandFailed {
  readonly status: number
  readonly problem: Readonly<Record<string, unknown>>

  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    super(sentenceOf(status, problem))
    this.status = status
    this.problem = problem
  }
}

function sentenceOf(status: number, problem: Readonly<Record<string, unknown>>): string {
  const { code, detail, title } = problem
  const said = [title, detail].filter((text) => text !== undefined).map(String)
  const sentence = said.length === 0 ? `The answer was ${status}.` : said.map(withPeriod).join(' ')
  return code === undefined ? sentence : `${sentence} (${String(code)})`
}

function withPeriod(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/** Asks the API; a refusal is an exception here, since it ends the command. The caller says what the answer is, as api.md has it. */
export async function ask<T>(operations: Operations, call: ApiCall): Promise<T> {
  const { status, body } = await operations.api(call)
  if (status >= 400) throw new ApiRefused(status, (body ?? {}) as Record<string, unknown>)
  return body as T
}

export function query(members: Readonly<Record<string, string>>): string {
  return `?${new URLSearchParams(members)}`
}

/** Calls that take a key repeat it when the outcome is unknown; one is made where the caller gives none. */
export function keyHeaders(key: string | undefined): Record<string, string> {
  return { 'idempotency-key': key ?? randomUUID() }
}

const sessionFile = 'cli-session.json'

/** Does something as the guest of this data folder, whose token is kept there with mode 0600; a new one when the old is over. */
export async function asGuest<T>(
  operations: Operations,
  dataFolder: string,
  work: (headers: Record<string, string>) => Promise<T>,
): Promise<T> {
  const path = join(dataFolder, sessionFile)
  const kept = readToken(path)
  if (kept !== undefined) {
    try {
      return await work(bearer(kept))
    } catch (error) {
      if (!(error instanceof ApiRefused) || error.status !== 401) throw error
    }
  }
  const session = await ask<{ token: string }>(operations, {
    method: 'POST',
    path: '/api/sessions',
    body: {},
  })
  writeFileSync(path, `${JSON.stringify({ token: session.token })}\n`, { mode: 0o600 })
  return work(bearer(session.token))
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` }
}

function readToken(path: string): string | undefined {
  if (!existsSync(path)) return undefined
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as { readonly token?: unknown }
    return typeof kept.token === 'string' ? kept.token : undefined
  } catch {
    return undefined
  }
}
