import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demoConsistFile } from './demo/demo-timetable.ts'
import { problemsOf, train, written } from './rule-files.fixture.ts'
import { readConsistRules } from './rules.ts'

test('N4: seat numbers are unique in each built-in consist, and consist of coach and label', () => {
  for (const file of [null, demoConsistFile])
    for (const { name, seats, coaches } of readConsistRules(file).consists) {
      assert.equal(new Set(seats.map((seat) => seat.number)).size, seats.length, name)
      const numbers = coaches.map((coach) => coach.number)
      for (const seat of seats) {
        assert.equal(seat.number, `${seat.coachNumber}-${seat.label}`)
        assert.ok(numbers.includes(seat.coachNumber))
      }
    }
})

test('N3: the first matching rule decides, and the default if none matches', () => {
  const { consistFor, consists } = readConsistRules(
    written('first.json', {
      rules: [
        { when: { route: 'A*' }, use: 'corridor' },
        { when: { route: 'AB*' }, use: 'night' },
      ],
      default: 'regional',
    }),
  )
  assert.equal(consistFor(train({ routeShortName: 'AB' })), 'corridor')
  assert.equal(consistFor(train({ routeShortName: 'B' })), 'regional')
  assert.deepEqual(
    consists.map((consist) => consist.name),
    ['night', 'regional', 'corridor'],
  )
})

const ownLayout = {
  name: 'tram',
  title: 'Tram',
  length: 4,
  width: 3,
  travel_class: 'STANDARD',
  rows: [{ x: 1, labels: ['1', null, '2'], facing: 'forward' }],
  items: [],
}

test('N1: an operator may write layouts in the file or beside it', () => {
  written('beside.json', { ...ownLayout, name: 'beside' })
  const { consists } = readConsistRules(
    written('own.json', {
      layouts: [ownLayout, './beside.json'],
      consists: [
        {
          name: 'own',
          coaches: [
            { number: 'A', layout: 'tram' },
            { number: 'B', layout: 'beside', turned: true, features: ['quiet'] },
          ],
        },
      ],
      rules: [],
      default: 'own',
    }),
  )
  assert.deepEqual(
    consists[0]?.seats.map((seat) => `${seat.number} ${seat.x} ${seat.y} ${seat.features.join(' ')}`),
    [
      'A-1 1 0 aisle forward',
      'A-2 1 2 aisle forward',
      'B-1 2 2 aisle backward quiet',
      'B-2 2 0 aisle backward quiet',
    ],
  )
})

test('N1: every contradiction in a consist file is reported', () => {
  const file = written('wrong.json', {
    layouts: [
      'absent.json',
      { ...ownLayout, rows: [{ x: 9, labels: ['1'] }] },
      { ...ownLayout, name: 'sleeper' },
    ],
    consists: [
      { name: 'own', coaches: [{ number: '1', layout: 'tram' }] },
      {
        name: 'twice',
        coaches: [
          { number: '1', layout: 'restaurant' },
          { number: '1', layout: 'restaurant' },
        ],
      },
      { name: 'twice', coaches: [{ number: '1', layout: 'restaurant' }] },
    ],
    rules: [{ when: {}, use: 'nobody' }],
    default: 'own',
  })
  const problems = problemsOf(() => readConsistRules(file))
  const known = problems.map((problem) => problem.replace(/known are .*/, 'known are ...'))
  assert.match(known[0] ?? '', /^ cannot be read: ENOENT/)
  assert.deepEqual(known.slice(1), [
    '/layouts/1/rows/0/labels/0 seat 1 lies outside the coach: 1 deck(s) of 4 by 3 cells',
    '/layouts/2 there is already a layout sleeper',
    '/consists/0/coaches/0/layout there is no layout tram; known are ...',
    '/consists/1/coaches/1/number coach 1 is there twice',
    '/consists/2/name twice is there twice',
    '/consists/2/coaches has no seat that one could reserve',
    '/rules/0/use there is no consist nobody; known are ...',
  ])
})

test("N12: Classes are offered in the usual order, then an operator's own in the order of the coaches, then places for wheelchairs and bicycles.", () => {
  const row = (x: number, label: string, travel_class: string, kind = 'seat') => ({
    x,
    labels: [label],
    kind,
    travel_class,
    ...(kind === 'seat' ? { facing: 'forward' } : {}),
  })
  const layout = {
    name: 'mixed',
    title: 'Mixed',
    length: 12,
    width: 2,
    travel_class: 'LOUNGE',
    rows: [
      row(1, '1', 'BIKES', 'bicycle_hook'),
      row(2, '2', 'CHAIRS', 'wheelchair_space'),
      row(3, '3', 'LOUNGE'),
      row(4, '4', 'CINEMA'),
      row(5, '5', 'FIRST'),
      row(6, '6', 'SECOND'),
    ],
    items: [],
  }
  const consist = { name: 'mixed', coaches: [{ number: '1', layout: 'mixed' }] }
  const file = written('mixed.json', { layouts: [layout], consists: [consist], rules: [], default: 'mixed' })
  assert.deepEqual(readConsistRules(file).consists[0]?.travelClasses, [
    'SECOND',
    'FIRST',
    'LOUNGE',
    'CINEMA',
    'CHAIRS',
    'BIKES',
  ])
})
