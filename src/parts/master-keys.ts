import { execFileSync } from 'node:child_process'
import type { Config } from '../cli/config.ts'
import { WrongUse } from '../cli/failures.ts'
import { masterKeys } from '../cli/setting-kinds.ts'
import type { Instant } from '../domain/instant.ts'
import type { Keyring, SecretKey } from '../domain/people/keyring.ts'

/** A command that asks a key service answers within this time. */
const longestMs = 30_000

/**
 * Where the master keys are from: those of the setting or the command, the first of which wraps, and after
 * them the stored ones, which open what they wrapped. Throws if the command fails; what it prints is in no
 * error and in no log.
 */
export function masterKeysOf({
  masterKey,
  masterKeyCommand,
}: Pick<Config, 'masterKey' | 'masterKeyCommand'>): (stored: Keyring) => Keyring {
  const text = masterKey ?? (masterKeyCommand === null ? null : printed(masterKeyCommand))
  if (text === null) return (stored) => stored
  const given = text.split(',').map(
    (secret): SecretKey => ({
      ...{ secret, signsFrom: 0 as Instant, readUntil: null },
    }),
  )
  // The last of a keyring signs.
  const [wraps, ...others] = given
  return ([first, ...more]) => [first, ...more, ...others.toReversed(), ...(wraps ? [wraps] : [])]
}

function printed(command: string): string {
  let text: string
  try {
    text = execFileSync('/bin/sh', ['-c', command], {
      ...{ encoding: 'utf8', timeout: longestMs },
      stdio: ['ignore', 'pipe', 'inherit'],
    }).trim()
  } catch (fault) {
    const { status, signal } = fault as { readonly status?: number | null; readonly signal?: string | null }
    const how =
      typeof status === 'number' ? `ended with status ${status}` : `was ended by ${signal ?? 'a fault'}`
    throw new WrongUse(`MASTER_KEY_COMMAND ${how}: run it by hand, and start again.`)
  }
  const keys = masterKeys.parse(text)
  if (keys === undefined)
    throw new WrongUse(`MASTER_KEY_COMMAND printed something else than ${masterKeys.allowed}.`)
  return keys
}
