import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { loadSecrets, secretsFileName } from './secrets.ts'

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-secrets-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

function sentenceOf(folder: string): string {
  const reply = loadSecrets(folder)
  assert.ok(!reply.ok)
  return reply.refusal.sentence
}

test('O4: secrets are made on the first run with mode 0600, and stay', (t) => {
  const folder = folderFor(t)
  const first = loadSecrets(folder)
  const second = loadSecrets(folder)
  assert.ok(first.ok && second.ok)
  assert.deepEqual(second.value, first.value)
  assert.equal(Buffer.from(first.value.session[0].secret, 'base64url').length, 32)
  assert.notDeepEqual(first.value.session, first.value.webhook)
  assert.equal(statSync(join(folder, secretsFileName)).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(folder), [secretsFileName])
})

test('O4: secrets that others can read are refused', (t) => {
  const folder = folderFor(t)
  loadSecrets(folder)
  for (const mode of [0o640, 0o604, 0o666]) {
    chmodSync(join(folder, secretsFileName), mode)
    assert.match(sentenceOf(folder), /can be read by other users \(mode 6\d\d\): run chmod 600/)
  }
})

test('O4: weak secrets are refused by name', (t) => {
  const folder = folderFor(t)
  const strong = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64url')
  const cases: readonly [object, RegExp][] = [
    [{ session_secret: 'short', webhook_secret: strong }, /session_secret in .* is weak/],
    [{ session_secret: strong, webhook_secret: 'A'.repeat(64) }, /webhook_secret in .* is weak/],
    [{ session_secret: strong }, /webhook_secret/],
    [{ session_secret: 7, webhook_secret: strong }, /session_secret/],
  ]
  for (const [members, sentence] of cases) {
    writeFileSync(join(folder, secretsFileName), JSON.stringify(members), { mode: 0o600 })
    assert.match(sentenceOf(folder), sentence)
  }
  writeFileSync(join(folder, secretsFileName), 'no json')
  assert.match(sentenceOf(folder), /a single JSON object/)
})
