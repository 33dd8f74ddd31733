import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isChallenge, proofOf, solveChallenge } from './solve-challenge.ts'

// The challenge of src/app/sale/proof-of-work.test.ts, which altcha-lib 2.8.0 solves with the counter 200.
const challenge = {
  parameters: {
    ...{ algorithm: 'PBKDF2/SHA-256', cost: 1024, expiresAt: 1781071800, keyLength: 32, keyPrefix: '00' },
    data: { hold: 'YaTqOaIAwixaG2Kr84PrkVK_UGaXebQ8oHjtcJFpUrQ' },
    ...{ nonce: '000102030405060708090a0b0c0d0e0f', salt: '101112131415161718191a1b1c1d1e1f' },
  },
  signature: 'ab5050d47a109b899bec418e5176395f960928d1f342831f32118b5927d274b6',
}
const derivedKey = '00b317c5c6ca73398df9e6ad5957da5caec1e61bc078fe7a90c4513080e71ddb'

test('X26: a browser finds the counter that another solver finds, alone or in shares', async () => {
  const solution = { counter: 200, derivedKey }
  assert.deepEqual(await solveChallenge(challenge, { start: 0, step: 1 }), solution)
  assert.deepEqual(await solveChallenge(challenge, { start: 2, step: 3 }), solution)
})

test('X26: the challenge goes back as it came, with the solution', () => {
  const solution = { counter: 200, derivedKey }
  assert.deepEqual(JSON.parse(atob(proofOf(challenge, solution))), { challenge, solution })
})

test('X26: what is no challenge is not worked on', () => {
  assert.ok(isChallenge(challenge))
  for (const other of [undefined, null, 'x', {}, { parameters: {}, signature: 's' }])
    assert.ok(!isChallenge(other))
  assert.ok(!isChallenge({ ...challenge, parameters: { ...challenge.parameters, cost: '9' } }))
})
