import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type Keyring, keyringText, parseKeyring, soleKey } from '../domain/people/keyring.ts'
import {
  type SecretName,
  type Secrets,
  secretNames,
  secretsOf,
  storedName,
} from '../domain/people/secrets.ts'
import { accept, type Reply, refuse } from '../domain/result.ts'
import { createPrivateFile, readPrivateFile, replacePrivateFile } from './private-file.ts'
import { isStrong } from './setting-kinds.ts'

/** The file of an older version has none of these yet, and nothing that they would open. */
const laterNames: ReadonlySet<SecretName> = new Set(['personal', 'ticket'])

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
  const isMissing = (name: SecretName) => laterNames.has(name) && members[storedName(name)] === undefined
  const found = new Map(
    secretNames.map((name) => [
      name,
      isMissing(name) ? soleKey(freshSecret()) : parseSecret(members[storedName(name)]),
    ]),
  )
  const weak = secretNames.find((name) => !found.get(name))
  if (weak)
    return wrong(
      `${storedName(weak)} in ${path} is weak: it must be ${secretBytes} or more random bytes in base64url.`,
    )
  const secrets = secretsOf((name) => found.get(name) ?? soleKey(''))
  if (secretNames.some(isMissing)) saveSecrets(dataFolder, secrets)
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
  return secretsOf(() => soleKey(freshSecret()))
}

function textOf(secrets: Secrets): string {
  const members = secretNames.map((name) => [storedName(name), keyringText(secrets[name])])
  return JSON.stringify(Object.fromEntries(members))
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
