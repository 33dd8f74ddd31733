import assert from 'node:assert/strict'
import test from 'node:test'
import { pooledRandom } from './pooled-random.ts'

test('W6: random bytes for tokens are each handed out once, in pieces of any size', () => {
  let next = 0
  const asked: number[] = []
  const random = pooledRandom((count) => {
    asked.push(count)
    return Uint8Array.from({ length: count }, () => next++ & 255)
  })
  let expected = 0
  for (const count of [16, 1, 0, 16, 8000, 6]) {
    const bytes = random(count)
    assert.deepEqual(
      [...bytes],
      Array.from({ length: count }, () => expected++ & 255),
    )
  }
  const first = random(153)
  const copy = [...first]
  random(16)
  assert.deepEqual([...first], copy, 'bytes that were handed out do not change')
  assert.equal(random(10_000).length, 10_000)
  assert.deepEqual(asked, [8192, 8192, 10_000])
})
