import assert from 'node:assert/strict'
import { test } from 'node:test'
import { after } from '../instant.ts'
import { changeSoldRun, type SoldRun, type SoldRunChange, type WantedRun } from './changed-run.ts'
import type { Seat } from './consist.ts'
import { dayAt, sketchStop } from './run.fixture.ts'
import type { Stop } from './train-run.ts'

const limit = 15

/** Three stops; `shifts` are minutes by which each is later. */
function stopsAt(...shifts: readonly number[]): readonly Stop[] {
  return [...'ABC'].map((code, index) => {
    const stop = sketchStop(code, index)
    const later = (shifts[index] ?? 0) * 60
    return {
      ...stop,
      arrivalSeconds: stop.arrivalSeconds + later,
      departureSeconds: stop.departureSeconds + later,
    }
  })
}

type Place = Pick<Seat, 'number' | 'travelClass' | 'kind'>

function place(text: string): Place {
  const [number = '', travelClass = 'SECOND', kind = 'seat'] = text.split(' ')
  return { number, travelClass, kind: kind as Seat['kind'] }
}

const places = (...texts: readonly string[]) => texts.map(place)

const content = { originAt: dayAt, stops: stopsAt(), consist: 'short', fare: 'cheap' }
const sold: SoldRun = { ...content, formerCalls: [], claimed: places('1-1', '1-2 FIRST') }
const wanted: WantedRun = { ...content, seats: places('1-1', '1-2 FIRST', '1-3') }

function becomes(change: Partial<WantedRun>, of: Partial<SoldRun> = {}): SoldRunChange {
  return changeSoldRun({ ...sold, ...of }, { ...wanted, ...change }, limit)
}

test('T81: A run on which nobody has a claim any more becomes what the timetable has, whatever that is.', () => {
  const elsewhere = { stops: [...'XYZ'].map(sketchStop), seats: [], consist: 'none', fare: 'dear' }
  assert.equal(becomes(elsewhere, { claimed: [] }), 'changed')
  assert.equal(becomes(elsewhere), 'waiting')
})

test('T82: A run with claims moves if every stop moves by at most the limit, from all times that its passengers may have been told.', () => {
  const shifts = [-16, -15, -1, 0, 1, 15, 16]
  for (const a of shifts)
    for (const b of shifts)
      for (const c of shifts) {
        const most = Math.max(...[a, b, c].map(Math.abs))
        const expected = most > limit ? 'waiting' : most > 0 ? 'moved' : 'renamed'
        assert.equal(becomes({ stops: stopsAt(a, b, c) }), expected, `${a} ${b} ${c}`)
        const moved = { stops: stopsAt(10, 10, 10), formerCalls: [{ originAt: dayAt, stops: stopsAt() }] }
        const far = Math.max(most, ...[a, b, c].map((shift) => Math.abs(shift - 10)))
        const isSame = [a, b, c].every((shift) => shift === 10)
        const again = far > limit ? 'waiting' : isSame ? 'renamed' : 'moved'
        assert.equal(becomes({ stops: stopsAt(a, b, c) }, moved), again, `10, then ${a} ${b} ${c}`)
      }
})

test('T82: the limit is one of arrivals as well as departures, and of moments rather than of clocks', () => {
  const late = stopsAt().map((stop) => ({ ...stop, arrivalSeconds: stop.arrivalSeconds + 16 * 60 }))
  assert.equal(becomes({ stops: late }), 'waiting')
  const hourLater = after(dayAt, 3_600_000)
  assert.equal(becomes({ originAt: hourLater }), 'waiting')
  assert.equal(becomes({ originAt: hourLater, stops: stopsAt(-60, -60, -60) }), 'renamed')
})

test('T82: A run with claims stays with its stops: none comes, goes, changes places or loses its use.', () => {
  const [a, b, c] = stopsAt()
  assert.ok(a && b && c)
  const others: readonly (readonly Stop[])[] = [
    [a, b],
    [a, b, c, { ...c, stationCode: sketchStop('D', 3).stationCode }],
    [{ ...a, stationCode: b.stationCode }, { ...b, stationCode: a.stationCode }, c],
    [{ ...a, canBoard: false }, b, c],
    [a, b, { ...c, canAlight: false }],
  ]
  for (const stops of others) assert.equal(becomes({ stops }), 'waiting')
  const closed = stopsAt().map((stop) => ({ ...stop, canAlight: false }))
  assert.equal(becomes({}, { stops: closed }), 'renamed', 'a use may come')
})

test('T83: A run takes other coaches exactly if they have every claimed seat under its number, in its class and of its kind.', () => {
  const all = ['1-1', '1-1 FIRST', '1-1 SECOND berth', '1-2', '1-2 FIRST', '2-1']
  for (let claimedBits = 1; claimedBits < 64; claimedBits++)
    for (let seatBits = 0; seatBits < 64; seatBits++) {
      const [claimed, seats] = [claimedBits, seatBits].map((bits) => all.filter((_, at) => bits & (1 << at)))
      assert.ok(claimed && seats)
      const numbers = seats.map((text) => place(text).number)
      if (new Set(numbers).size < numbers.length) continue
      const expected = claimed.every((text) => seats.includes(text)) ? 'recoached' : 'waiting'
      const change = becomes({ consist: 'long', seats: places(...seats) }, { claimed: places(...claimed) })
      assert.equal(change, expected, `${claimed} in ${seats}`)
    }
})

test('T84: A change has the first name that applies: moved, recoached, repriced, renamed.', () => {
  for (const isMoved of [true, false])
    for (const isRecoached of [true, false])
      for (const isRepriced of [true, false]) {
        const expected = isMoved ? 'moved' : isRecoached ? 'recoached' : isRepriced ? 'repriced' : 'renamed'
        const change = becomes({
          ...(isMoved ? { stops: stopsAt(1, 2, 3) } : {}),
          ...(isRecoached ? { consist: 'long' } : {}),
          ...(isRepriced ? { fare: 'dear' } : {}),
        })
        assert.equal(change, expected)
      }
  const longer = stopsAt().map((stop) => ({ ...stop, distanceMeters: stop.distanceMeters * 2 }))
  assert.equal(becomes({ stops: longer }), 'repriced')
})
