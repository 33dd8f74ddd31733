import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { adviceFor } from './advice.ts'
import { CommandFailed } from './failures.ts'
import type { ApiCall, Operations } from './operations.ts'

/** A refusal by the API, with its problem document. */
export class ApiRefused extends CommandFailed {
  readonly status: number
  readonly problem: Readonly<Record<string, unknown>>

  constructor(call: ApiCall, status: number, problem: Readonly<Record<string, unknown>>) {
    super(sentenceOf(call, status, problem))
    this.status = status
    this.problem = problem
  }
}

function sentenceOf(call: ApiCall, status: number, problem: Readonly<Record<string, unknown>>): string {
  const { code, detail, title } = problem
  const said = [title, adviceFor(call, problem) ?? detail].filter((text) => text !== undefined).map(String)
  const sentence = said.length === 0 ? `The answer was ${status}.` : said.map(withPeriod).join(' ')
  return code === undefined ? sentence : `${sentence} (${String(code)})`
}

function withPeriod(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/**
 * Asks the API; a refusal is an exception here, since it ends the command. The caller names the type of the
 * answer, which api.md documents.
 */
export async function ask<T>(operations: Operations, call: ApiCall): Promise<T> {
  const { status, body } = await operations.api(call)
  if (status >= 400) throw new ApiRefused(call, status, (body ?? {}) as Record<string, unknown>)
  return body as T
}

export function query(members: Readonly<Record<string, string>>): string {
  return `?${new URLSearchParams(members)}`
}

/**
 * The idempotency key, which a caller repeats when the outcome is unknown; a new one if the caller gives
 * none.
 */
export function keyHeaders(key: string | undefined): Record<string, string> {
  return { 'idempotency-key': key ?? randomUUID() }
}

const sessionFile = 'cli-session.json'

/**
 * Does something as the guest of this data folder. The folder keeps the guest's token with mode 0600; a new
 * token replaces one that has expired.
 */
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
