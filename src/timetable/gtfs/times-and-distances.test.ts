import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRulePair } from '../rules.ts'
import { describeProblem } from './problems.ts'
import { calls, onlyTrain, read, refusalOf } from './small-feed.fixture.ts'

test('T6: times may lack a leading zero and pass midnight many times', async (t) => {
  const timetable = await read(t, {
    'stop_times.txt': calls('T1 a1 9:55:00', 'T1 b1 24:00:00', 'T1 c 75:00:01'),
  })
  assert.deepEqual(
    onlyTrain(timetable).stops.map((stop) => stop.arrivalSeconds),
    [35_700, 86_400, 270_001],
  )
})

test('T7: a time that the feed leaves out is computed from the distance', async (t) => {
  const feed = { 'stop_times.txt': calls('T1 a1 08:00:00', 'T1 b1', 'T1 c 11:00:00') }
  // B is one of three degrees along the way from A to C, all on one parallel.
  const stop = onlyTrain(await read(t, feed)).stops[1]
  assert.deepEqual([stop?.arrivalSeconds, stop?.departureSeconds], [32_400, 32_400])
})

test('T7: without coordinates, it is computed from the number of stops, and the distance is 0', async (t) => {
  const timetable = await read(t, {
    'stops.txt': 'stop_id,stop_name\na1,A\nb1,B\nb2,B2\nc,C\n',
    'stop_times.txt': calls('T1 a1 08:00:00', 'T1 b1', 'T1 b2', 'T1 c 11:00:00'),
  })
  const { stops } = onlyTrain(timetable)
  assert.deepEqual(
    stops.map((stop) => [stop.departureSeconds, stop.distanceMeters]),
    [
      [28_800, 0],
      [32_400, 0],
      [36_000, 0],
      [39_600, 0],
    ],
  )
})

test('T7: a train never leaves a stop in the second in which it reaches a later one, if the seconds suffice', async (t) => {
  const near = 'stop_id,stop_name,stop_lat,stop_lon\na1,A,50,10\nb1,B,50,10\nb2,B2,50,10\nc,C,50,13\n'
  const secondsOf = async (arrival: string) => {
    const stopTimes = calls('T1 a1 08:00:00', 'T1 b1', 'T1 b2', `T1 c ${arrival}`)
    const { stops } = onlyTrain(await read(t, { 'stops.txt': near, 'stop_times.txt': stopTimes }))
    return stops.map((stop) => stop.departureSeconds - 28_800)
  }
  assert.deepEqual(await secondsOf('11:00:00'), [0, 1, 2, 10_800], 'two platforms of one place')
  assert.deepEqual(await secondsOf('08:00:03'), [0, 1, 2, 3])
  assert.deepEqual(await secondsOf('08:00:01'), [0, 0, 0, 1], 'a second is all there is')
})

test('T7: an arrival or departure alone stands for both', async (t) => {
  const head = 'trip_id,stop_id,stop_sequence,arrival_time,departure_time\n'
  const rows = 'T1,a1,1,,08:00:00\nT1,b1,2,09:00:00,\nT1,c,3,11:00:00,\n'
  const { stops } = onlyTrain(await read(t, { 'stop_times.txt': head + rows }))
  assert.deepEqual(
    stops.map((stop) => [stop.arrivalSeconds, stop.departureSeconds]),
    [
      [28_800, 28_800],
      [32_400, 32_400],
      [39_600, 39_600],
    ],
  )
})

test('T8: calls follow the order of stop_sequence, which may have gaps', async (t) => {
  const head = 'trip_id,stop_id,stop_sequence,arrival_time,departure_time\n'
  const rows = 'T1,c,40,11:00:00,11:00:00\nT1,a1,0,08:00:00,08:00:00\nT1,b1,7,09:00:00,09:00:00\n'
  const { stops } = onlyTrain(await read(t, { 'stop_times.txt': head + rows }))
  assert.deepEqual(
    stops.map((stop) => stop.stationCode),
    ['AA', 'sb', 'CC'],
  )
})

test('T9: no passenger boards or alights where the feed forbids it, alights at the first stop or boards at the last', async (t) => {
  const head = 'trip_id,stop_id,stop_sequence,arrival_time,departure_time,pickup_type,drop_off_type\n'
  const rows = [
    'T1,a1,1,08:00:00,08:00:00,,',
    'T1,b1,2,09:00:00,09:00:00,1,3',
    'T1,b1,3,09:10:00,09:10:00,2,1',
    'T1,c,4,11:00:00,11:00:00,0,0',
  ]
  const { stops } = onlyTrain(await read(t, { 'stop_times.txt': `${head}${rows.join('\n')}\n` }))
  assert.deepEqual(
    stops.map((stop) => [stop.canBoard, stop.canAlight]),
    [
      [true, false],
      [false, true],
      [true, false],
      [false, true],
    ],
  )
})

test('T24: Calls on request are sold like all others, and the report gives their number', async (t) => {
  const head = 'trip_id,stop_id,stop_sequence,arrival_time,departure_time,pickup_type,drop_off_type\n'
  const rows = [
    'T1,a1,1,08:00:00,08:00:00,2,',
    'T1,b1,2,09:00:00,09:00:00,3,3',
    'T1,c,3,11:00:00,11:00:00,0,1',
  ]
  const { report, trains } = await read(t, { 'stop_times.txt': `${head}${rows.join('\n')}\n` })
  assert.deepEqual([report.callsOnRequest, trains[0]?.stops[1]?.canBoard], [2, true])
  assert.match(report.warnings.map(describeProblem).join(), /^stop_times.txt: has 2 calls on request/)
})

test('T11: the distance is the sum of the great circles from stop to stop', async (t) => {
  // One degree of longitude on the 50th parallel along the great circle: 71,474 m on a sphere of 6,371,008.8
  // m; two are 142,946 m (law of cosines).
  assert.deepEqual(
    onlyTrain(await read(t)).stops.map((stop) => stop.distanceMeters),
    [0, 71_474, 214_420],
  )
})

test('T11: a stop between two others with known places is spaced evenly between them, and one at the end is as far as its time says', async (t) => {
  const stops = 'stop_id,stop_name,stop_lat,stop_lon\na1,A,50,10\nb1,B,,\nb2,B2,50,11\nc,C,0,0\n'
  const stopTimes = calls('T1 a1 08:00:00', 'T1 b1 08:10:00', 'T1 b2 09:00:00', 'T1 c 11:00:00')
  const timetable = await read(t, { 'stops.txt': stops, 'stop_times.txt': stopTimes })
  assert.deepEqual(
    onlyTrain(timetable).stops.map((stop) => stop.distanceMeters),
    [0, 35_737, 71_474, 214_423],
  )
  assert.equal(timetable.report.warningCount, 2)
})

test('T34: of two places between which no train can travel, the wrong one is the one whose other connections are impossible too', async (t) => {
  const rows = ['a1,A,50,10', 'b1,B,11,50', 'c,C,50,13', 'd,D,50,14']
  const timetable = await read(t, {
    'stops.txt': `stop_id,stop_name,stop_lat,stop_lon\n${rows.join('\n')}\n`,
    'stop_times.txt': calls('T1 a1 08:00:00', 'T1 b1 09:00:00', 'T1 c 10:00:00', 'T1 d 11:00:00'),
  })
  assert.deepEqual(
    timetable.report.warnings.map(describeProblem),
    [
      'stops.txt, line 3: B lies at 11,50, where no train could be in the time of ' +
        'the timetable; distances are measured without it',
    ],
    'latitude and longitude were swapped',
  )
})

test('T36: A fare by distance is refused for a train whose distance is entirely unknown, with what to do', async (t) => {
  const rules = readRulePair(null, null)
  const stops = { 'stops.txt': 'stop_id,stop_name\na1,A\nb1,B\nc,C\n' }
  assert.deepEqual(await refusalOf(read(t, stops, rules)), [
    {
      file: 'stops.txt',
      line: null,
      reason:
        'gives no coordinates for the way of train RE 1-0800, and fare regional goes by distance; ' +
        'add coordinates, or give these trains a fare with the prices of their pairs',
    },
  ])
})
