import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { canonicalJson, fingerprint, type Json } from './fingerprint.ts'

test('W7: a request has one form, whatever the order of its members', () => {
  assert.equal(
    canonicalJson({ b: [1, 'x', null, [true, {}]], a: { ö: 1e21, z: -0, '': 0.5 }, gone: undefined }),
    '{"a":{"":0.5,"z":0,"ö":1e+21},"b":[1,"x",null,[true,{}]]}',
  )
  // RFC 8785 section 3.2.3 orders members by UTF-16 code units.
  assert.equal(
    canonicalJson({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }),
    '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
  )
})

test('W7: equal requests have equal fingerprints, and different ones different ones', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const [left, right] = [a as Json, b as Json]
      assert.deepEqual(JSON.parse(canonicalJson(left)), JSON.parse(JSON.stringify(left)))
      assert.equal(fingerprint(left) === fingerprint(right), canonicalJson(left) === canonicalJson(right))
      assert.equal(fingerprint(left), fingerprint(reversed(left)))
    }),
  )
})

/** The same value with the members of every object in reverse order. */
function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member)]),
  )
}
