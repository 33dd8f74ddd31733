import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { builtInLayoutFiles } from './consists/read-layouts.ts'
import { demoConsistFile, demoFareFile } from './demo/demo-timetable.ts'
import { checkPairing, RuleFileRefused, readConsistRules, readFareRules } from './rules.ts'
import type { TrainFacts } from './train-facts.ts'

const here = import.meta.dirname
const viaFares = path.join(here, 'fares', 'via-rail.json')

let folder = ''
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'holdfast-rules-'))
})
after(() => rmSync(folder, { recursive: true }))

function written(name: string, value: unknown): string {
  const file = path.join(folder, name)
  writeFileSync(file, JSON.stringify(value))
  return file
}

function problemsOf(read: () => unknown): string[] {
  try {
    read()
  } catch (fault) {
    if (!(fault instanceof RuleFileRefused)) throw fault
    return fault.problems.map(({ pointer, reason }) => `${pointer} ${reason}`)
  }
  return []
}

const train = (facts: Partial<TrainFacts>): TrainFacts => ({
  number: '1',
  name: '',
  routeShortName: '',
  routeLongName: '',
  agencyName: '',
  routeType: 2,
  firstDepartureSeconds: 8 * 3600,
  durationSeconds: 4 * 3600,
  distanceMeters: 400_000,
  stationCodes: ['A', 'B'],
  ...facts,
})

const overnight = { firstDepartureSeconds: 22 * 3600, durationSeconds: 9 * 3600 }

test('N2: every built-in file passes its schema and names it', (t) => {
  for (const file of [defaultConsists(), demoConsistFile]) {
    for (const consist of readConsistRules(file).consists) {
      const count = (name: string) => consist.seats.filter((seat) => seat.travelClass === name).length
      const classes = consist.travelClasses.map((name) => `${name} ${count(name)}`).join(', ')
      t.diagnostic(
        `${consist.name}: ${consist.coaches.length} coaches, ${consist.seats.length} seats (${classes})`,
      )
      assert.ok(consist.seats.length > 0)
    }
  }
  const files = [
    ...builtInLayoutFiles(),
    defaultConsists(),
    demoConsistFile,
    defaultFares(),
    viaFares,
    demoFareFile,
  ]
  assert.ok(files.length >= 17)
  for (const file of files) {
    const { $schema }: { $schema: string } = JSON.parse(readFileSync(file, 'utf8'))
    assert.ok(existsSync(path.resolve(path.dirname(file), $schema)), `${file} names the schema ${$schema}`)
  }
})

function defaultConsists(): string {
  return readConsistRules(null).file
}

function defaultFares(): string {
  return readFareRules(null).file
}

test('N2: the built-in consists hold every kind of seat', () => {
  const seats = readConsistRules(null).consists.flatMap((consist) => consist.seats)
  const kinds = new Set(seats.map((seat) => seat.kind))
  assert.deepEqual([...kinds].toSorted(), ['berth', 'bicycle_hook', 'couchette', 'seat', 'wheelchair_space'])
  const features = new Set<string>(seats.flatMap((seat) => seat.features))
  for (const feature of [
    'window',
    'aisle',
    'middle',
    'table',
    'forward',
    'backward',
    'quiet',
    'power',
    'family',
  ])
    assert.ok(features.has(feature), feature)
  for (const feature of ['upper', 'middle_berth', 'lower', 'accessible'])
    assert.ok(features.has(feature), feature)
  assert.ok(seats.some((seat) => seat.deck === 1))
})

test('N4: seat numbers are unique in each built-in consist, and made of coach and label', () => {
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

test('N3: the built-in rules know the kinds of trains by route, distance and night', () => {
  const { consistFor } = readConsistRules(null)
  const { fareFor } = readFareRules(null)
  const table: [facts: Partial<TrainFacts>, consist: string, fare: string][] = [
    [{ routeShortName: 'ICE 12' }, 'high-speed-long', 'high-speed'],
    [{ routeShortName: 'ICE 12', distanceMeters: 90_000 }, 'high-speed-short', 'high-speed'],
    [{ routeShortName: 'ICE 12', ...overnight }, 'high-speed-long', 'high-speed'],
    [{ routeShortName: 'EN', distanceMeters: 200_000 }, 'night', 'night'],
    [{ routeShortName: 'IC 60', ...overnight }, 'night', 'night'],
    [{ routeShortName: 'EC 62' }, 'eurocity', 'intercity'],
    [{ routeShortName: 'ECE 85' }, 'high-speed-long', 'high-speed'],
    [{ routeShortName: 'IC 55' }, 'intercity-double-deck', 'intercity'],
    [{ routeShortName: 'RE 1', distanceMeters: 150_000 }, 'regional', 'regional'],
    [{ distanceMeters: 50_000 }, 'regional', 'regional'],
    [{}, 'intercity', 'intercity'],
    [{ agencyName: 'VIA Rail Canada' }, 'corridor', 'intercity'],
    [{ agencyName: 'VIA Rail Canada', ...overnight }, 'transcontinental', 'night'],
  ]
  for (const [facts, consist, fare] of table) {
    assert.equal(consistFor(train(facts)), consist, JSON.stringify(facts))
    assert.equal(fareFor(train(facts)), fare, JSON.stringify(facts))
  }
})

test('N3: of two rules that hold the first decides, of none the default', () => {
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

test('N1: what does not fit together in a consist file is told, all of it', () => {
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

const second = { base_cents: 100, cents_per_kilometer: 10, minimum_cents: 200 }
const flatRefund = {
  steps: [
    { hours_before: 48, percent: 50 },
    { hours_before: 24, percent: 50 },
  ],
  fixed_fee_cents: 0,
}

test('N8: a fare file with prices, steps or names that cannot be is refused, with all of them', () => {
  const file = written('fares.json', {
    currency: 'XYZ',
    fares: [
      {
        name: 'one',
        classes: { SECOND: { ...second, cents_per_kilometer: 1.2345 } },
        pairs: [
          { from: 'A', to: 'A', price_cents: { SECOND: 1 } },
          { from: 'A', to: 'B', price_cents: { FIRST: 1 } },
        ],
        refund: {
          steps: [
            { hours_before: 24, percent: 50 },
            { hours_before: 48, percent: 40 },
            { hours_before: 2, percent: 90 },
            { hours_before: 2, percent: 90 },
          ],
          fixed_fee_cents: 0,
        },
      },
      { name: 'one', classes: { SECOND: second } },
    ],
    rules: [],
    default: 'two',
  })
  assert.deepEqual(
    problemsOf(() => readFareRules(file)),
    [
      '/currency XYZ is no currency of ISO 4217',
      '/fares/0/refund/steps/1/hours_before must be less than in the step before it',
      '/fares/0/refund/steps/2/percent must not be more than in the step before it',
      '/fares/0/refund/steps/3/hours_before must be less than in the step before it',
      '/fares/0/classes/SECOND/cents_per_kilometer has more than three decimals',
      '/fares/0/pairs/0 is from a station to itself',
      '/fares/0/pairs/1/price_cents/FIRST the fare has no class FIRST; it has SECOND',
      '/fares/1/name one is there twice',
      '/fares/1/refund is missing: give one to the fare or to the file',
      '/default there is no fare two; known are one, one',
    ],
  )
})

test('N7: every class that a train may have is priced by the fare that it may have, or the two files are refused', () => {
  for (const fares of [null, viaFares]) checkPairing(readConsistRules(null), readFareRules(fares))
  checkPairing(readConsistRules(demoConsistFile), readFareRules(demoFareFile))

  const consistRules = readConsistRules(
    written('consists.json', { rules: [{ when: { route: 'N*' }, use: 'night' }], default: 'corridor' }),
  )
  const day = {
    name: 'day',
    classes: { SECOND: second, FIRST: second, WHEELCHAIR: second, BICYCLE: second },
    refund: flatRefund,
  }
  const night = { ...day, name: 'night', classes: { ...day.classes, COUCHETTE: second } }
  const fareRules = readFareRules(
    written('short.json', {
      currency: 'JPY',
      fares: [day, night],
      rules: [{ when: { route: 'N*' }, use: 'night' }],
      default: 'day',
    }),
  )
  const reason = (fare: string, name: string) =>
    `/fares fare ${fare} has no price for class ${name}, which consist night has: give the fare this class, or the trains another fare or consist`
  assert.deepEqual(
    problemsOf(() => checkPairing(consistRules, fareRules)),
    [reason('day', 'COUCHETTE'), reason('day', 'SLEEPER'), reason('night', 'SLEEPER')],
  )
  const trains = [
    { consistName: 'night', fareName: 'night' },
    { consistName: 'corridor', fareName: 'day' },
  ]
  assert.deepEqual(
    problemsOf(() => checkPairing(consistRules, fareRules, trains)),
    [reason('night', 'SLEEPER')],
  )
  assert.deepEqual(
    problemsOf(() => checkPairing(consistRules, fareRules, trains.slice(1))),
    [],
  )
})

test('N2: the examples of docs/consists.md can be used as they stand', () => {
  const text = readFileSync(path.join(here, '..', '..', 'docs', 'consists.md'), 'utf8')
  const examples = [...text.matchAll(/```json\n(.*?)```/gs)].map((match) => match[1] ?? '')
  const example = (member: string, name: string) => {
    const found = examples.find((candidate) => candidate.includes(`"${member}"`))
    assert.ok(found, `an example with ${member}`)
    const file = path.join(folder, name)
    writeFileSync(file, found)
    return file
  }
  example('rows', 'my-railcar.json')
  const { consists } = readConsistRules(example('layouts', 'my-consists.json'))
  const branch = consists.find((consist) => consist.name === 'branch')
  assert.deepEqual(branch?.travelClasses, ['SECOND', 'BICYCLE'])
  assert.deepEqual(branch?.seats[0]?.features, ['window', 'table', 'backward', 'power'])
  assert.equal(readFareRules(example('fares', 'my-fares.json')).fares[0]?.currency, 'EUR')
})
