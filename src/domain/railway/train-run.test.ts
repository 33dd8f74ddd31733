import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clock, makeRun } from './run.fixture.ts'
import { textsOf } from './small-world.fixture.ts'
import { arrivalAt, departureAt, findSegment, type Train, whyOffSale } from './train-run.ts'

/** Lowercase letters: alighting only; `!` after a letter: boarding only. */
function trainOf(text: string): Train {
  const { train } = makeRun()
  const stops = [...text.matchAll(/([A-Za-z])(!?)/g)].map(([, letter = '', mark], index) => {
    const plain = makeRun(undefined, letter.toUpperCase()).train.stops[0]
    assert(plain)
    return {
      ...plain,
      arrivalSeconds: index * 3600,
      departureSeconds: index * 3600,
      canBoard: letter < 'a',
      canAlight: mark === '',
    }
  })
  return { ...train, stops }
}

/** Tries every pair of stops and keeps the shortest. */
function shortest(train: Train, from: string, to: string) {
  let best: { fromLeg: number; toLeg: number } | undefined
  for (const [fromLeg, board] of train.stops.entries())
    for (const [toLeg, alight] of train.stops.entries()) {
      const isRide = fromLeg < toLeg && board.canBoard && alight.canAlight && from !== to
      if (!isRide || board.stationCode !== from || alight.stationCode !== to) continue
      if (!best || toLeg - fromLeg < best.toLeg - best.fromLeg) best = { fromLeg, toLeg }
    }
  return best
}

test('S3, S4: on every train of up to 5 stops at 2 stations, the result is the shortest segment forward, as trying every pair shows', () => {
  let found = 0
  for (const length of [1, 2, 3, 4, 5])
    for (const text of textsOf('ABab', length)) {
      const train = trainOf(text)
      for (const [from, to] of ['AB', 'BA', 'AA', 'AC', 'CA'].map((pair) => [...pair] as [string, string])) {
        const reply = findSegment(train, from, to)
        assert.deepEqual(
          reply.ok ? reply.value : undefined,
          shortest(train, from, to),
          `${text} ${from}-${to}`,
        )
        if (reply.ok) found++
      }
    }
  assert(found > 1000, `only ${found} rides were found`)
})

test('S3: if a train calls at a station twice, the shorter of the two rides counts', () => {
  const train = trainOf('ABCAD')
  assert.deepEqual(findSegment(train, 'A', 'D'), { ok: true, value: { fromLeg: 3, toLeg: 4 } })
  assert.deepEqual(findSegment(train, 'A', 'B'), { ok: true, value: { fromLeg: 0, toLeg: 1 } })
  assert.deepEqual(findSegment(train, 'C', 'A'), { ok: true, value: { fromLeg: 2, toLeg: 3 } })
})

test('S3: of two equally short rides, the first counts', () => {
  assert.deepEqual(findSegment(trainOf('ABCAB'), 'A', 'B'), { ok: true, value: { fromLeg: 0, toLeg: 1 } })
})

test('S4: nobody boards at a stop that is only for alighting, or alights at one that is only for boarding', () => {
  assert.deepEqual(findSegment(trainOf('aBC'), 'A', 'C'), {
    ok: false,
    refusal: { code: 'station_not_on_run', stationCode: 'A' },
  })
  assert.deepEqual(findSegment(trainOf('ABC!'), 'A', 'C'), {
    ok: false,
    refusal: { code: 'station_not_on_run', stationCode: 'C' },
  })
})

test('S5: the boarding station is refused before the alighting one, and both before the direction', () => {
  const train = trainOf('ABC')
  const refusal = (from: string, to: string) => {
    const reply = findSegment(train, from, to)
    return reply.ok ? undefined : reply.refusal
  }
  assert.deepEqual(refusal('X', 'Y'), { code: 'station_not_on_run', stationCode: 'X' })
  assert.deepEqual(refusal('A', 'Y'), { code: 'station_not_on_run', stationCode: 'Y' })
  assert.deepEqual(refusal('X', 'X'), { code: 'station_not_on_run', stationCode: 'X' })
  assert.deepEqual(refusal('C', 'A'), { code: 'segment_backwards' })
  assert.deepEqual(refusal('B', 'B'), { code: 'segment_backwards' })
})

test('S5: the same station twice is segment_backwards, even if the train calls there twice', () => {
  for (const text of ['ABCA', 'ABA', 'AAB', 'aBCA!'])
    assert.deepEqual(findSegment(trainOf(text), 'A', 'A'), {
      ok: false,
      refusal: { code: 'segment_backwards' },
    })
})

test('a run departs and arrives when its stops say, counted from its origin', () => {
  const run = makeRun()
  assert.equal(departureAt(run, 0), clock('08:00'))
  assert.equal(arrivalAt(run, 4), clock('11:58'))
  assert.throws(() => departureAt(run, 5), RangeError)
})

test('T126: a run is off sale because of what an import has made of it, else because the railway has closed it', () => {
  const run = makeRun()
  assert.equal(whyOffSale(run), null)
  assert.equal(whyOffSale({ ...run, isOnSale: false }), 'CLOSED')
  for (const offSaleReason of ['WAITING', 'WITHDRAWN'] as const)
    assert.equal(whyOffSale({ ...run, isOnSale: false, offSaleReason }), offSaleReason)
})
