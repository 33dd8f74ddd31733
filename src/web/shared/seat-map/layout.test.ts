import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CoachPlan, layOutTrain, type SeatBox } from './layout.ts'
import { coach, plan, seatMap } from './map.fixture.ts'
import { endOfRow, inNextCoach, neighborOf } from './navigation.ts'

const train = layOutTrain(
  seatMap([
    coach('1', plan(['AB', '..', 'CD', '..', '.E']), { width: 5 }),
    coach('2', [], { name: 'restaurant' }, null),
    coach('3', [...plan(['abc', 'd..', '...', 'e.f']), ...plan(['u', '.', 'v'], 1)], { decks: 2, width: 4 }),
  ]),
)

function coachOf(seat: SeatBox): CoachPlan {
  const found = train.coaches[seat.coachIndex]
  assert.ok(found)
  return found
}
function seat(number: string): SeatBox {
  const found = train.seats.get(number)
  assert.ok(found)
  return found
}
const go = (number: string, step: Parameters<typeof neighborOf>[2]) =>
  neighborOf(coachOf(seat(number)), seat(number), step)?.number

test('G9: a coach with seats of several classes is drawn once, and one without seats keeps its place in the train', () => {
  const mixed = layOutTrain(
    seatMap([
      coach('4', [{ label: '2', x: 4 }], {}, 'SECOND'),
      coach('4', [{ label: '1', x: 2, kind: 'wheelchair_space' }], {}, 'WHEELCHAIR'),
    ]),
  )
  assert.deepEqual(
    mixed.coaches.map((one) => [one.number, one.travelClasses, one.seats.map((box) => box.number)]),
    [['4', ['SECOND', 'WHEELCHAIR'], ['4-1', '4-2']]],
  )
  assert.deepEqual(
    train.coaches.map((one) => [one.number, one.layoutName, one.travelClasses, one.seats.length]),
    [
      ['1', 'saloon', ['SECOND'], 5],
      ['2', 'restaurant', [], 0],
      ['3', 'saloon', ['SECOND'], 8],
    ],
  )
})

test('G10: coaches are equally wide, so that three seats abreast are wider than four, and a berth has the size of its layout', () => {
  assert.equal(seat('1-A').height, 1)
  assert.equal(seat('3-a').height, 1.25)
  assert.equal(seat('3-e').y, 3.75)
  const night = layOutTrain(
    seatMap([
      coach('9', [{ label: '1', kind: 'berth', y: 2 }], { sizes: { berth: { width: 1, height: 3 } } }),
    ]),
  )
  const { width, height } = night.seats.get('9-1') ?? {}
  assert.deepEqual([width, height], [1, 3])
})

test('G10: a turned coach keeps the name of its layout, and its seats face where their features say', () => {
  const turned = layOutTrain(
    seatMap([
      coach(
        '1',
        [
          { label: '1', features: ['window', 'backward'] },
          { label: '2', x: 2 },
        ],
        { name: 'saloon-turned' },
      ),
    ]),
  )
  assert.equal(turned.coaches[0]?.layoutName, 'saloon')
  assert.deepEqual(
    [...turned.seats.values()].map((box) => box.facing),
    ['backward', null],
  )
})

test('G11: arrows go to the next seat straight ahead, across the aisle, or else to the nearest one', () => {
  assert.equal(go('1-A', 'rear'), '1-B')
  assert.equal(go('1-B', 'front'), '1-A')
  assert.equal(go('1-A', 'toward_end'), '1-C', 'across the aisle')
  assert.equal(go('1-C', 'toward_end'), '1-E', 'nothing lies straight on')
  assert.equal(go('3-e', 'rear'), '3-f', 'over the gap in the row')
  assert.equal(go('1-A', 'front'), undefined)
})

test('G11: if nothing is straight ahead, a seat a little farther on is nearer than one far to the side', () => {
  const [odd] = layOutTrain(
    seatMap([coach('1', [{ label: 'from' }, { label: 'aside', x: 2, y: 2 }, { label: 'on', x: 5, y: 1 }])]),
  ).coaches
  const from = odd?.seats.find((box) => box.number === '1-from')
  assert.ok(odd && from)
  assert.equal(neighborOf(odd, from, 'rear')?.number, '1-on')
})

test('G11: past the wall of a deck an arrow leads to the other deck, and back', () => {
  assert.equal(go('3-a', 'toward_start'), '3-v')
  assert.equal(go('3-v', 'toward_end'), '3-a')
  assert.equal(go('3-u', 'toward_start'), undefined)
  assert.equal(go('3-e', 'toward_end'), undefined)
})

test('G11: keys lead to the ends of a row, and to the same position in the next coach that has seats', () => {
  assert.equal(endOfRow(coachOf(seat('3-b')), seat('3-b'), 'rear').number, '3-c')
  assert.equal(endOfRow(coachOf(seat('3-c')), seat('3-c'), 'front').number, '3-a')
  assert.equal(inNextCoach(train, seat('1-B'), 1)?.number, '3-b', 'the restaurant has none')
  assert.equal(inNextCoach(train, seat('3-a'), -1)?.number, '1-A')
  assert.equal(inNextCoach(train, seat('3-a'), 1), undefined)
})
