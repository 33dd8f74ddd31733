import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeProblem } from './problems.ts'
import { calls, type FeedFiles, read, refusalOf, smallFeed } from './small-feed.fixture.ts'

const head = 'table_name,field_name,language,translation,record_id,record_sub_id,field_value'

/** The small feed with translations.txt of these rows. */
function translated(...rows: readonly string[]): FeedFiles {
  return { 'translations.txt': `${[head, ...rows].join('\n')}\n` }
}

/** The names of station A by language, and how it is spoken. */
async function namesOfA(...reading: Parameters<typeof read>) {
  const timetable = await read(...reading)
  const station = timetable.stations.find(({ code }) => code === 'AA')
  return {
    names: station?.names,
    spoken: station?.spokenNames,
    warnings: timetable.report.warnings.map(describeProblem),
  }
}

test('T50: a station has the translations of its row, of its name, and of platforms with its name', async (t) => {
  const rows = [
    'stops,stop_name,fr,Adorville,sa,,',
    'stops,stop_name,fr,by value,,,Adorf',
    'stops,stop_name,it,Adorfo,,,Adorf',
    'stops,stop_name,pt-br,Adorfim,sa,,',
    'stops,stop_name,es,the name of a platform,a1,,',
    'stops,stop_desc,nl,not a name,sa,,',
  ]
  const { names, warnings } = await namesOfA(t, translated(...rows))
  assert.deepEqual(names, { fr: 'Adorville', it: 'Adorfo', 'pt-BR': 'Adorfim' })
  assert.deepEqual(warnings, [])
})

test('T50: translations in the form of feeds before 2020 are read', async (t) => {
  const { names } = await namesOfA(t, {
    'translations.txt': 'trans_id,lang,translation\nAdorf,fr,Adorville\n',
  })
  assert.deepEqual(names, { fr: 'Adorville' })
})

test('T51: the language of the names is that of the feed, else that of all agencies', async (t) => {
  const info = (language: string) => ({
    'feed_info.txt': `feed_publisher_name,feed_publisher_url,feed_lang\nP,https://example.org,${language}\n`,
  })
  const agency = {
    'agency.txt': 'agency_id,agency_name,agency_timezone,agency_lang\nag,Small,Europe/Berlin,de\n',
  }
  assert.deepEqual((await namesOfA(t, info('DE'))).names, { de: 'Adorf' })
  assert.deepEqual((await namesOfA(t, agency)).names, { de: 'Adorf' })
  assert.deepEqual((await namesOfA(t, { ...agency, ...info('fr') })).names, { fr: 'Adorf' })
  assert.deepEqual((await namesOfA(t, { ...agency, ...info('mul') })).names, {}, 'several languages')
  assert.deepEqual(
    (await namesOfA(t, info('German'))).names,
    { german: 'Adorf' },
    'a tag that nobody registered',
  )
  assert.deepEqual((await namesOfA(t, info('no language'))).names, {})
})

test('T52: tts_stop_name and its translations are other names of a station', async (t) => {
  const stops = String(smallFeed['stops.txt'])
    .replace('location_type\n', 'location_type,tts_stop_name\n')
    .replace(',,1\n', ',,1,A village\n')
  const rows = ['stops,tts_stop_name,fr,un village,sa,,', 'stops,tts_stop_name,it,ADORF,sa,,']
  const { spoken } = await namesOfA(t, { 'stops.txt': stops, ...translated(...rows) })
  assert.deepEqual(spoken, ['A village', 'un village'], 'not what is written the same')
})

test('T53: a wrong row of translations.txt is left out with a warning of its line', async (t) => {
  const rows = [
    'stops,stop_name,fr,,sa,,',
    'stops,stop_name,no language,Adorville,sa,,',
    'stops,stop_name,fr,Adorville,,,',
    'stops,stop_name,fr,Adorville,sa,,Adorf',
    'stops,stop_name,fr,Adorville,nowhere,,',
    'stop,stop_name,fr,Adorville,sa,,',
    'trips,trip_headsign,fr,Adorville,T9,,',
    'stop_times,stop_headsign,fr,Adorville,T1,,',
    'stops,stop_name,fr,Ado\u0007rville,sa,,',
    'stops,stop_name,it,Adorfo,sa,,',
    'stops,stop_name,it,Another,sa,,',
  ]
  const { names, warnings } = await namesOfA(t, translated(...rows))
  assert.deepEqual(names, { it: 'Adorfo' })
  const reasons = [
    'translation must not be blank',
    'language no language is not a language tag (such as de or pt-BR)',
    'has neither record_id nor field_value',
    'has both record_id and field_value',
    'record_id nowhere is not in stops.txt',
    'table_name stop is not a table of translations',
    'record_id T9 is not in trips.txt',
    'record_sub_id (empty) is not a stop_sequence',
    'translation must not have control characters; it has U+0007',
  ]
  const told = reasons.map(
    (reason, index) => `translations.txt, line ${index + 2}: ${reason}; the row is left out`,
  )
  assert.deepEqual(warnings, [
    ...told,
    'translations.txt, line 12: translates the same text into it again; the row is left out',
  ])
})

test('T53: a feed is read although its translations cannot be', async (t) => {
  const file = Buffer.concat([Buffer.from(`${head}\n`), Buffer.from([0xff, 0xfe, 10])])
  const { names, warnings } = await namesOfA(t, { 'translations.txt': file })
  assert.deepEqual(names, {})
  assert.deepEqual(warnings, ['translations.txt, line 2: is not UTF-8 text; save the file as UTF-8'])
})

const signs = (...lines: readonly string[]) => {
  const rows = lines.map((line) => `${line}\n`)
  return `trip_id,stop_id,stop_sequence,arrival_time,departure_time,stop_headsign\n${rows.join('')}`
}
const trips = (headsign: string) => ({
  'trips.txt': `route_id,service_id,trip_id,trip_short_name,trip_headsign\nr1,daily,T1,,${headsign}\n`,
})

async function headsigns(...reading: Parameters<typeof read>) {
  return (await read(...reading)).trains.map((train) => train.headsigns)
}

test('T54: a train shows the headsign of its trip, translated, and nothing if the feed has none', async (t) => {
  const rows = ['trips,trip_headsign,fr,La Ville,T1,,', 'trips,trip_headsign,it,Città,,,City']
  const byLanguage = { fr: 'La Ville', it: 'Città' }
  assert.deepEqual(await headsigns(t, { ...trips('City'), ...translated(...rows) }), [
    [{ fromStop: 0, text: 'City', byLanguage }],
  ])
  assert.deepEqual(await headsigns(t), [[]])
})

test('T54: stop_headsign replaces the headsign at its stop only', async (t) => {
  const rows = ['stop_times,stop_headsign,fr,Le Détour,T1,2,', 'stop_times,stop_headsign,it,Giro,,,Loop']
  const times = signs(
    'T1,c,3,11:00:00,11:00:00,',
    'T1,b1,2,09:00:00,09:02:00,Loop',
    'T1,a1,1,08:00:00,08:00:00,',
  )
  const loop = { fromStop: 1, text: 'Loop', byLanguage: { fr: 'Le Détour', it: 'Giro' } }
  const files = { 'stop_times.txt': times, ...translated(...rows) }
  assert.deepEqual(await headsigns(t, { ...files, ...trips('City') }), [
    [{ fromStop: 0, text: 'City', byLanguage: {} }, loop],
  ])
  assert.deepEqual(await headsigns(t, files), [[loop]])
})

test('T54: trips that show something else are not one train, though all else is equal', async (t) => {
  const twoTrips = `${trips('City')['trips.txt']}r1,daily,T2,,City\n`
  const times = (sign: string) =>
    signs(
      'T1,a1,1,08:00:00,08:00:00,',
      'T1,c,2,09:00:00,09:00:00,',
      `T2,a1,1,08:00:00,08:00:00,${sign}`,
      'T2,c,2,09:00:00,09:00:00,',
    )
  const countWith = async (sign: string) =>
    (await read(t, { 'trips.txt': twoTrips, 'stop_times.txt': times(sign) })).trains.length
  assert.deepEqual([await countWith(''), await countWith('Loop')], [1, 2])
})

test('T54: a headsign with control characters is a mistake of its trip', async (t) => {
  const times = signs('T1,a1,1,08:00:00,08:00:00,Lo\u0007op', 'T1,c,2,09:00:00,09:00:00,')
  assert.deepEqual(await refusalOf(read(t, { 'stop_times.txt': times })), [
    {
      file: 'stop_times.txt',
      line: 2,
      reason: 'stop_headsign must not have control characters; it has U+0007',
    },
  ])
  assert.deepEqual(await headsigns(t, { 'stop_times.txt': calls('T1 a1 08:00:00', 'T1 c 09:00:00') }), [[]])
})
