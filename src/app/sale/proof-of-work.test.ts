import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import type { TrainRunId, UserId } from '../../domain/ids.ts'
import { after, type Instant } from '../../domain/instant.ts'
import { rotate, soleKey } from '../../domain/people/keyring.ts'
import { checkProof, makeChallenge, type ProofFor } from './proof-of-work.ts'
import { sent, solve } from './solve.fixture.ts'

const keys = soleKey(Buffer.alloc(32, 7).toString('base64url'))
const now = Date.parse('2026-06-10T06:00:00Z') as Instant
const hold: ProofFor = { userId: 1 as UserId, trainRunId: 2 as TrainRunId, idempotencyKey: 'k' }
const random = Uint8Array.from({ length: 32 }, (_, index) => index)
const challengeOf = (work: number) => makeChallenge(keys, hold, work, { now, random })

/** Cheap enough to be solved in a test. */
const easy = challengeOf(256)

// `solveChallenge` of altcha-lib 2.8.0 found this counter for the challenge that these bytes make.
test('Z18: ALTCHA 2 solves our challenges, and we accept what it sends', async () => {
  const challenge = challengeOf(2 ** 18)
  const derivedKey = '00b317c5c6ca73398df9e6ad5957da5caec1e61bc078fe7a90c4513080e71ddb'
  assert.equal(challenge.signature, 'ab5050d47a109b899bec418e5176395f960928d1f342831f32118b5927d274b6')
  const text = sent({ challenge, solution: { counter: 200, derivedKey, time: 59.9 } })
  assert.deepEqual(await checkProof(keys, hold, text, now), { work: 2 ** 18 })
})

test('Z18: work counts for the hold that it was asked for: for its caller, its run and its key', async () => {
  const text = solve(easy)
  assert.deepEqual(await checkProof(keys, hold, text, now), { work: 256 })
  const others: readonly Partial<ProofFor>[] = [
    { userId: 3 as UserId },
    { trainRunId: 3 as TrainRunId },
    { idempotencyKey: 'l' },
  ]
  for (const other of others)
    assert.deepEqual(await checkProof(keys, { ...hold, ...other }, text, now), {
      problem: 'not_for_this_hold',
    })
})

test('Z18: work counts for ten minutes, and while the secrets rotate', async () => {
  const text = solve(easy)
  assert.deepEqual(await checkProof(keys, hold, text, after(now, 600_000)), { work: 256 })
  assert.deepEqual(await checkProof(keys, hold, text, after(now, 600_001)), { problem: 'expired' })
  const fresh = Buffer.alloc(32, 8).toString('base64url')
  const rotated = rotate(keys, fresh, { now, signsFrom: now, readUntil: after(now, 60_000) })
  assert.deepEqual(await checkProof(rotated, hold, text, now), { work: 256 })
  assert.deepEqual(await checkProof(rotated, hold, text, after(now, 60_000)), {
    problem: 'not_for_this_hold',
  })
})

test('Z18: a challenge that was made easier, and a wrong counter, count for nothing', async () => {
  const { parameters, signature } = challengeOf(2 ** 24)
  const softer = { ...parameters, keyPrefix: '0', cost: 1 }
  assert.deepEqual(await checkProof(keys, hold, solve({ parameters: softer, signature }), now), {
    problem: 'not_for_this_hold',
  })
  const text = sent({ challenge: easy, solution: { counter: 2 ** 32 - 1, derivedKey: '00' } })
  assert.deepEqual(await checkProof(keys, hold, text, now), { problem: 'not_solved' })
})

test('Z18: what cannot be a solution is malformed, and nothing is computed for it', async () => {
  const solution = { counter: 1 }
  const broken = (changed: object) => sent({ challenge: { ...easy, ...changed }, solution })
  const withParameter = (changed: object) => broken({ parameters: { ...easy.parameters, ...changed } })
  const texts = ['', 'x', sent([]), sent({}), broken({ signature: 1 }), broken({ parameters: null })]
  texts.push(withParameter({ nonce: 'zz' }), withParameter({ salt: '00' }), withParameter({ cost: '9' }))
  texts.push(withParameter({ keyPrefix: 0 }), withParameter({ data: null }), withParameter({ expiresAt: '' }))
  texts.push(sent({ challenge: easy, solution: { counter: -1 } }))
  texts.push(sent({ challenge: easy, solution: { counter: 0.5 } }))
  for (const text of texts)
    assert.deepEqual(await checkProof(keys, hold, text, now), { problem: 'malformed' }, text)
})

test('Z18: a try costs 4,096 rounds at most, so checking is cheap however hard the work is', () => {
  for (let seats = 1; seats <= 9; seats++)
    for (let doublings = 0; doublings <= 6; doublings++) {
      const work = seats * 2 ** (18 + doublings)
      const { cost, keyPrefix } = challengeOf(work).parameters
      assert.ok(cost >= 256 && cost <= 4_096, `${cost}`)
      assert.ok(Math.abs(cost * 16 ** keyPrefix.length - work) < 16 ** keyPrefix.length)
    }
})

test('Z19: the solver of the manual solves what we ask', async () => {
  const manual = await readFile(new URL('../../../docs/proof-of-work.md', import.meta.url), 'utf8')
  const [, program = ''] = /```js\n(.*?)```/s.exec(manual) ?? []
  const { solve: solver } = await import(`data:text/javascript,${encodeURIComponent(program)}`)
  assert.deepEqual(await checkProof(keys, hold, solver(easy), now), { work: 256 })
})
