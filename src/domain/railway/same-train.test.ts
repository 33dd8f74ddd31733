import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sketchStop } from './run.fixture.ts'
import { byNumber, likeness, pairByNumber } from './same-train.ts'
import { textsOf } from './small-world.fixture.ts'

const stopsOf = (codes: string) => [...codes].map(sketchStop)

/** The longest text that both have with gaps, by trying all texts with gaps of the first. */
function inCommon(a: string, b: string): number {
  let best = 0
  for (let picked = 0; picked < 2 ** a.length; picked++) {
    const text = [...a].filter((_, index) => picked & (2 ** index)).join('')
    let from = 0
    const isThere = [...text].every((letter) => {
      from = b.indexOf(letter, from) + 1
      return from > 0
    })
    if (isThere) best = Math.max(best, text.length)
  }
  return best
}

test('T120: stations in common are counted in their order, for all ways of up to four stations out of three', () => {
  const ways = [1, 2, 3, 4].flatMap((length) => textsOf('ABC', length))
  for (const a of ways)
    for (const b of ways) assert.equal(likeness(stopsOf(a), stopsOf(b)).stations, inCommon(a, b), `${a} ${b}`)
})

/** Pairs of trains of number and date `1`, by their stations. */
function pairs(known: readonly string[], wanted: readonly string[]): Readonly<Record<string, string>> {
  const runs = (all: readonly string[]) =>
    all.map((codes) => ({ number: '1', serviceDate: '2026-06-10', codes }))
  const found = pairByNumber(runs(known), byNumber(runs(wanted)), (a, b) =>
    likeness(stopsOf(a.codes), stopsOf(b.codes)),
  )
  return Object.fromEntries([...found].map(([a, b]) => [a.codes, b.codes]))
}

test('T121: a known run gets the wanted one that is most like it, once, in the order of the known ones', () => {
  assert.deepEqual(pairs(['ABCD', 'ABXY'], ['ABXZ', 'ABCE']), { ABCD: 'ABCE', ABXY: 'ABXZ' })
  assert.deepEqual(pairs(['ABCD', 'ABCE'], ['ABC']), { ABCD: 'ABC' })
  assert.deepEqual(pairs(['ABC'], ['CBA', 'AXY']), {}, 'one station is no ride')
})
