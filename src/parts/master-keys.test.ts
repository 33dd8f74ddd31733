import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { masterKeys } from '../cli/setting-kinds.ts'
import type { Instant } from '../domain/instant.ts'
import { signingKey, soleKey } from '../domain/people/keyring.ts'
import { masterKeysOf } from './master-keys.ts'

const key = () => randomBytes(32).toString('base64url')
const [stored, first, second] = [key(), key(), key()]
const now = 1 as Instant

function ringOf(config: Partial<Parameters<typeof masterKeysOf>[0]>) {
  return masterKeysOf({ masterKey: null, masterKeyCommand: null, ...config })(soleKey(stored))
}

test('Y14: the first key of the setting seals, and all open, with those of the secrets; the same if a command prints them', () => {
  assert.deepEqual(ringOf({}), soleKey(stored))
  const configs = [
    { masterKey: `${first},${second}` },
    { masterKeyCommand: `printf '%s,%s\\n' ${first} ${second}` },
    // The setting comes first.
    { masterKey: `${first},${second}`, masterKeyCommand: 'false' },
  ]
  for (const config of configs) {
    const ring = ringOf(config)
    assert.equal(signingKey(ring, now).secret, first)
    assert.deepEqual(
      ring.map(({ secret }) => secret),
      [stored, second, first],
    )
  }
})

test('Y14: a command that fails, or prints anything else, is told without what it printed', () => {
  const told = (command: string, what: RegExp) =>
    assert.throws(
      () => ringOf({ masterKeyCommand: command }),
      (fault: Error) => what.test(fault.message) && !fault.message.includes('canary'),
    )
  told('echo canary; exit 3', /MASTER_KEY_COMMAND ended with status 3/)
  told('echo canary', /MASTER_KEY_COMMAND printed something else than 32 or more random bytes/)
  told('kill -9 $$', /MASTER_KEY_COMMAND was ended by SIGKILL/)
})

test('Y14: a key that is short, typed, or not base64url is refused', () => {
  for (const weak of ['', 'a'.repeat(43), key().slice(1, 40), `${first},`, `${key().slice(0, 42)}=`])
    assert.equal(masterKeys.parse(weak), undefined, weak)
  assert.equal(masterKeys.parse(`${first},${second}`), `${first},${second}`)
})
