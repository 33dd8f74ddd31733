import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { builtInLayoutFiles } from './consists/read-layouts.ts'
import { demoConsistFile, demoFareFile } from './demo/demo-timetable.ts'
import { flatRefund, problemsOf, second, train, viaFares, written } from './rule-files.fixture.ts'
import { checkPairing, readConsistRules, readFareRules, readRulePair } from './rules.ts'
import type { TrainFacts } from './train-facts.ts'

const here = import.meta.dirname

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

test('N2: the built-in consists contain every kind of seat', () => {
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

test('N8: a fare file with impossible prices, steps or names is refused, with every mistake', () => {
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
      '/currency XYZ is not a currency of ISO 4217',
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

test('N7: the two files are refused unless every fare that a train may have prices every class that it may have', () => {
  for (const fares of [null, viaFares]) checkPairing(readRulePair(null, fares))
  checkPairing(readRulePair(demoConsistFile, demoFareFile))

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
    `/fares fare ${fare} has no price for class ${name}, which consist night has: ` +
    'give the fare this class, or the trains another fare or consist'
  assert.deepEqual(
    problemsOf(() => checkPairing({ consistRules, fareRules })),
    [reason('day', 'COUCHETTE'), reason('day', 'SLEEPER'), reason('night', 'SLEEPER')],
  )
  const trains = [
    { consistName: 'night', fareName: 'night' },
    { consistName: 'corridor', fareName: 'day' },
  ]
  assert.deepEqual(
    problemsOf(() => checkPairing({ consistRules, fareRules }, trains)),
    [reason('night', 'SLEEPER')],
  )
  assert.deepEqual(
    problemsOf(() => checkPairing({ consistRules, fareRules }, trains.slice(1))),
    [],
  )
})

test('N11: A rule that uses `not-for-sale` keeps its trains from sale; they are left out and counted, and no consist or fare may have that name.', () => {
  const rules = [{ when: { route: 'S*' }, use: 'not-for-sale' }]
  const consists = readConsistRules(written('sold.json', { rules, default: 'intercity' }))
  const routes = ['IC 1', 'S1'].map((routeShortName) => train({ routeShortName }))
  assert.deepEqual(routes.map(consists.consistFor), ['intercity', null])
  const only = readConsistRules(
    written('only.json', { rules: [{ when: { number: '7' }, use: 'night' }], default: 'not-for-sale' }),
  )
  assert.deepEqual([train({}), train({ number: '7' })].map(only.consistFor), [null, 'night'])
  const named = { name: 'not-for-sale', coaches: [{ number: '1', layout: 'open-saloon-2' }] }
  const told = problemsOf(() =>
    readConsistRules(written('named.json', { consists: [named], rules: [], default: 'not-for-sale' })),
  )
  assert.match(told.join(), /consists\/0\/name not-for-sale is what rules write to keep trains from sale/)
})

test('N13: The mistakes of both rule files are reported at once.', () => {
  const consists = written('wrong-consists.json', { rules: [], default: 'nothing' })
  const fares = written('wrong-fares.json', { currency: 'EUR', fares: [], rules: [], default: 'nothing' })
  const told = problemsOf(() => readRulePair(consists, fares)).join('\n')
  assert.match(told, /^\/default there is no consist nothing/)
  assert.match(told, /^\/fares /m)
})

test('N2: the examples of docs/consists.md work unchanged', () => {
  const text = readFileSync(path.join(here, '..', '..', 'docs', 'consists.md'), 'utf8')
  const examples = [...text.matchAll(/```json\n(.*?)```/gs)].map((match) => match[1] ?? '')
  const example = (member: string, name: string) => {
    const found = examples.find((candidate) => candidate.includes(`"${member}"`))
    assert.ok(found, `an example with ${member}`)
    return written(name, found)
  }
  example('rows', 'my-railcar.json')
  const { consists } = readConsistRules(example('layouts', 'my-consists.json'))
  const branch = consists.find((consist) => consist.name === 'branch')
  assert.deepEqual(branch?.travelClasses, ['SECOND', 'BICYCLE'])
  assert.deepEqual(branch?.seats[0]?.features, ['window', 'table', 'backward', 'power'])
  assert.equal(readFareRules(example('fares', 'my-fares.json')).fares[0]?.currency, 'EUR')
})
