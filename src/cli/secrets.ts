import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type Keyring, keyringText, parseKeyring, soleKey } from '../domain/people/keyring.ts'
import { accept, type Reply, refuse } from '../domain/result.ts'
import { createPrivateFile, readPrivateFile, replacePrivateFile } from './private-file.ts'
import { isStrong } from './setting-kinds.ts'

/** Only the operator may have these: they let anyone act as any user, or as the payment provider. */
export interface Secrets {
  /** Signs session tokens. */
  readonly session: Keyring
  /** Signs messages from the payment service. */
  readonly webhook: Keyring
  /** The master keys: they wrap the keys that names and contacts are sealed under. */
  readonly personal: Keyring
}

type SecretsRefusal = { readonly code: 'wrong_secrets'; readonly sentence: string }

export const secretsFileName = 'secrets.json'
const secretBytes = 32

/**
 * The secrets in the data folder, created on the first call; refused if weak, or if other users can read
 * them.
 */
export function loadSecrets(dataFolder: string): Reply<Secrets, SecretsRefusal> {
  const path = join(dataFolder, secretsFileName)
  createPrivateFile(path, () => textOf(freshSecrets()))
  const text = readPrivateFile(path)
  if (!text.ok) return wrong(text.refusal.sentence)
  const members = parseMembers(text.value)
  if (!members) return wrong(`${path} is not a single JSON object: restore it from a backup.`)
  const session = parseSecret(members.session_secret)
  const webhook = parseSecret(members.webhook_secret)
  // The file of an older version has none yet, and nothing that it would open.
  const isOlder = members.personal_secret === undefined
  const personal = isOlder ? soleKey(freshSecret()) : parseSecret(members.personal_secret)
  if (!session || !webhook || !personal) {
    const name = !session ? 'session_secret' : webhook ? 'personal_secret' : 'webhook_secret'
    return wrong(`${name} in ${path} is weak: it must be ${secretBytes} or more random bytes in base64url.`)
  }
  const secrets = { session, webhook, personal }
  if (isOlder) saveSecrets(dataFolder, secrets)
  return accept(secrets)
}

/** Replaces the secrets in the data folder; a crash leaves either the old ones or the new ones. */
export function saveSecrets(dataFolder: string, secrets: Secrets): void {
  const path = join(dataFolder, secretsFileName)
  replacePrivateFile(path, textOf(secrets))
}

export function freshSecret(): string {
  return randomBytes(secretBytes).toString('base64url')
}

function freshSecrets(): Secrets {
  const fresh = () => soleKey(freshSecret())
  return { session: fresh(), webhook: fresh(), personal: fresh() }
}

function textOf({ session, webhook, personal }: Secrets): string {
  return JSON.stringify({
    session_secret: keyringText(session),
    webhook_secret: keyringText(webhook),
    personal_secret: keyringText(personal),
  })
}

function parseMembers(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** One secret, or several with their times; undefined if any of them is weak. */
function parseSecret(value: unknown): Keyring | undefined {
  const keyring = typeof value === 'string' ? parseKeyring(value) : undefined
  return keyring?.every((key) => isStrong(key.secret)) ? keyring : undefined
}

function wrong(sentence: string): Reply<never, SecretsRefusal> {
  return refuse({ code: 'wrong_secrets', sentence })
}
