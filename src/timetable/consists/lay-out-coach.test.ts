import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CoachLayoutFile } from '../schemas/coach-layout.ts'
import { meets, seatArea } from './coach-grid.ts'
import { type LaidOutCoach, layOutCoach, turnCoach } from './lay-out-coach.ts'
import { builtInCoaches } from './read-layouts.ts'

type Row = CoachLayoutFile['rows'][number]
type Item = CoachLayoutFile['items'][number]

const layout = (rows: Row[], items: Item[] = [], more: Partial<CoachLayoutFile> = {}): CoachLayoutFile => ({
  name: 'test',
  title: 'Test',
  length: 10,
  width: 5,
  travel_class: 'SECOND',
  rows,
  items,
  ...more,
})

const problemsOf = (file: CoachLayoutFile) =>
  layOutCoach(file).problems.map(({ pointer, reason }) => `${pointer} ${reason}`)

const featuresOf = (file: CoachLayoutFile) =>
  Object.fromEntries(layOutCoach(file).coach.seats.map((seat) => [seat.label, seat.features.join(' ')]))

const windows = (x: number, width: number): Item[] => [
  { kind: 'window', x, y: 0, width, height: 0 },
  { kind: 'window', x, y: 5, width, height: 0 },
]

test('N4: no two seats of a layout have the same label or occupy the same cells', () => {
  assert.deepEqual(
    problemsOf(
      layout([
        { x: 2, labels: ['1', '2'] },
        { x: 3, labels: ['1'] },
        { x: 2, labels: [null, '3'] },
      ]),
    ),
    ['/rows/1/labels/0 seat 1 is there twice', '/rows/2/labels/1 seats 2 and 3 lie on the same cells'],
  )
  const sizes = { berth: { width: 1, height: 3 } }
  assert.deepEqual(
    problemsOf(layout([{ x: 2, labels: [null, null, '1', '2'], kind: 'berth' }], [], { sizes })),
    [
      '/rows/0/labels/3 seat 2 lies outside the coach: 1 deck(s) of 10 by 5 cells',
      '/rows/0/labels/3 seats 1 and 2 lie on the same cells',
    ],
  )
})

test('N4: seats are inside the coach, on their own deck, and not on other furniture', () => {
  assert.deepEqual(
    problemsOf(
      layout(
        [
          { x: 10, labels: ['1'] },
          { x: 1, deck: 1, labels: ['2'] },
          { x: 5, labels: [null, '3'] },
          { x: 6, labels: ['a', 'b', 'c', 'd', 'e', 'f'] },
        ],
        [{ kind: 'toilet', x: 4, y: 0, width: 2, height: 2 }],
      ),
    ),
    [
      '/rows/3/labels has 6 places across, and the coach is 5 cells wide',
      '/rows/0/labels/0 seat 1 lies outside the coach: 1 deck(s) of 10 by 5 cells',
      '/rows/1/labels/0 seat 2 lies outside the coach: 1 deck(s) of 10 by 5 cells',
      '/rows/2/labels/1 seat 3 lies on a toilet',
      '/rows/3/labels/5 seat f lies outside the coach: 1 deck(s) of 10 by 5 cells',
    ],
  )
})

test('N4: windows are in outer walls, walls and doors are lines, everything else has an area', () => {
  const items: Item[] = [
    { kind: 'window', x: 1, y: 2, width: 2, height: 0 },
    { kind: 'window', x: 1, y: 0, width: 0, height: 2 },
    { kind: 'wall', x: 1, y: 0, width: 1, height: 1 },
    { kind: 'bar', x: 1, y: 0, width: 1, height: 0 },
    { kind: 'table', x: 6, y: 0, width: 1, height: 1, repeat: { count: 5, step: 1 } },
  ]
  assert.deepEqual(problemsOf(layout([], items)), [
    '/items/0 a window is in an outer wall: y is 0 or 5',
    '/items/1 a window is a line along the coach: height 0, width above 0',
    '/items/2 a wall is a line: one of width and height is 0, the other is not',
    '/items/3 bar needs a width and a height above 0',
    '/items/4 lies outside the coach: 1 deck(s) of 10 by 5 cells',
  ])
})

test('N4: each seat has a class, its own or the one of the layout', () => {
  const { travel_class: _, ...bare } = layout([{ x: 1, labels: ['1'] }])
  assert.deepEqual(problemsOf(bare), [
    '/rows/0/travel_class is missing: give one to the row or to the layout',
  ])
})

test('N5: a window seat has a window beside it; a seat at the wall without one is not a window seat', () => {
  const file = layout(
    [
      { x: 2, labels: ['1', '2', null, '3', '4'], facing: 'forward' },
      { x: 3, labels: ['5', '6', '7', null, '8'], facing: 'backward' },
    ],
    windows(1, 2),
  )
  assert.deepEqual(featuresOf(file), {
    1: 'window forward',
    2: 'aisle forward',
    3: 'aisle forward',
    4: 'window forward',
    5: 'backward',
    6: 'middle backward',
    7: 'aisle backward',
    8: 'aisle backward',
  })
})

test('N5: a seat has a table if it faces one', () => {
  const file = layout(
    [
      { x: 2, labels: ['1', '2'], facing: 'backward', group: '1' },
      { x: 5, labels: ['3', '4'], facing: 'forward', group: '1' },
      { x: 6, labels: ['5', '6'], facing: 'backward' },
    ],
    [{ kind: 'table', x: 3, y: 0, width: 2, height: 1 }],
  )
  assert.deepEqual(
    layOutCoach(file)
      .coach.seats.filter((seat) => seat.features.includes('table'))
      .map((seat) => seat.label),
    ['1', '3'],
  )
})

test('N5: an aisle divides a row into groups; a compartment is one group', () => {
  const file = layout([
    { x: 1, labels: ['1', '2', null, '3', '4'], group: '7' },
    { x: 3, labels: [null, null, '5', '6', '7'], group: '8' },
    { x: 5, labels: ['8'] },
  ])
  assert.deepEqual(
    layOutCoach(file).coach.seats.map((seat) => seat.group),
    ['7a', '7a', '7b', '7b', '8', '8', '8', null],
  )
})

const mirrored = (coach: LaidOutCoach) => ({ ...coach, layout: { ...coach.layout, name: '' } })

test('N6: a coach turned twice is unchanged; turned once, its forward seats face backward', () => {
  for (const coach of builtInCoaches().values()) {
    const turned = turnCoach(coach)
    assert.deepEqual(mirrored(turnCoach(turned)), mirrored(coach), coach.layout.name)
    assert.notEqual(turned.layout.name, coach.layout.name)
    const facing = (name: string, { seats }: LaidOutCoach) =>
      seats.filter((seat) => seat.features.some((feature) => feature === name)).map((seat) => seat.label)
    assert.deepEqual(facing('forward', turned), facing('backward', coach))
    assert.deepEqual(facing('window', turned), facing('window', coach))
  }
})

test('N6: a turned coach keeps its seats inside, beside the same windows and tables', () => {
  for (const { layout: drawn, seats } of [...builtInCoaches().values()].map(turnCoach)) {
    const areas = seats.map((seat) => seatArea(drawn, seat))
    for (const [index, area] of areas.entries()) {
      assert.ok(area.x >= 0 && area.y >= 0 && area.x + area.width <= drawn.length, drawn.name)
      assert.ok(!areas.slice(0, index).some((other) => meets(other, area)), drawn.name)
      if (!seats[index]?.features.includes('table')) continue
      const ahead = { ...area, x: seats[index].features.includes('forward') ? area.x - 1 : area.x + 1 }
      assert.ok(
        drawn.items.some((item) => item.kind === 'table' && meets(item, ahead)),
        `${drawn.name} ${seats[index].label}`,
      )
    }
  }
})

test('N5: what a layout says about its seats does not apply to its bicycle hooks', () => {
  const rows: Row[] = [
    { x: 1, labels: ['1'] },
    { x: 3, labels: ['2'], kind: 'bicycle_hook', travel_class: 'BICYCLE' },
    { x: 5, labels: ['3'], features: ['family'] },
  ]
  const file = layout(rows, [], { features: ['power'] })
  assert.deepEqual(featuresOf(file), { 1: 'aisle power', 2: '', 3: 'aisle power family' })
})
