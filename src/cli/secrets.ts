import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { accept, type Reply, refuse } from '../domain/result.ts'

/** What must stay with the operator: whoever has it can act as any user, or as the payment provider. */
export interface Secrets {
  /** Signs session tokens. */
  readonly session: Uint8Array
  /** Signs what the payment service tells us. */
  readonly webhook: Uint8Array
}

export type SecretsRefusal = { readonly code: 'wrong_secrets'; readonly sentence: string }

export const secretsFileName = 'secrets.json'
const secretBytes = 32

/** The secrets in the data folder, made on the first call; refused when weak, or readable by others. */
export function loadSecrets(dataFolder: string): Reply<Secrets, SecretsRefusal> {
  const path = join(dataFolder, secretsFileName)
  createOnce(path)
  const mode = statSync(path).mode & 0o777
  if ((mode & 0o077) !== 0 && process.platform !== 'win32') {
    return wrong(`${path} can be read by other users (mode ${mode.toString(8)}): run chmod 600 on it.`)
  }
  const members = parseMembers(readFileSync(path, 'utf8'))
  if (!members) return wrong(`${path} must hold one JSON object, and does not: restore it from a backup.`)
  const session = parseSecret(members.session_secret)
  const webhook = parseSecret(members.webhook_secret)
  if (!session || !webhook) {
    const name = session ? 'webhook_secret' : 'session_secret'
    return wrong(`${name} in ${path} is weak: it must be ${secretBytes} or more random bytes in base64url.`)
  }
  return accept({ session, webhook })
}

/** Written beside its place and linked into it, so that a crash leaves all of it or nothing and two starts make one. */
function createOnce(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })) return
  const text = JSON.stringify({
    session_secret: randomBytes(secretBytes).toString('base64url'),
    webhook_secret: randomBytes(secretBytes).toString('base64url'),
  })
  const draft = `${path}.${process.pid}`
  const file = openSync(draft, 'w', 0o600)
  chmodSync(draft, 0o600)
  writeSync(file, `${text}\n`)
  fsyncSync(file)
  closeSync(file)
  try {
    linkSync(draft, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    unlinkSync(draft)
  }
}

function parseMembers(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** A secret of few different bytes was typed, not drawn: 32 random bytes are about 30 different ones. */
function parseSecret(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'string' || !/^[A-Za-z0-9_-]+$/.test(value)) return undefined
  const bytes = Buffer.from(value, 'base64url')
  if (bytes.length < secretBytes || new Set(bytes).size < 16) return undefined
  return bytes
}

function wrong(sentence: string): Reply<never, SecretsRefusal> {
  return refuse({ code: 'wrong_secrets', sentence })
}
