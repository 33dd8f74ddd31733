import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarHead, calls, onlyTrain, read } from './small-feed.fixture.ts'

test('T5: a service runs on its weekdays between two dates, and exceptions add and remove days', async (t) => {
  const timetable = await read(t, {
    'calendar.txt': `${calendarHead}\ndaily,1,0,0,0,0,0,1,20260501,20260518\n`,
    'calendar_dates.txt':
      'service_id,date,exception_type\ndaily,20260510,2\ndaily,20260513,1\ndaily,20260601,1\n',
  })
  assert.deepEqual(onlyTrain(timetable).serviceDates, [
    '2026-05-03',
    '2026-05-04',
    '2026-05-11',
    '2026-05-13',
    '2026-05-17',
    '2026-05-18',
    '2026-06-01',
  ])
  assert.deepEqual([timetable.report.firstDate, timetable.report.lastDate], ['2026-05-03', '2026-06-01'])
})

test('T5: either calendar.txt or calendar_dates.txt may be absent', async (t) => {
  const dates = 'date,service_id,exception_type\n20260502,daily,1\n20260507,daily,1\n'
  const timetable = await read(t, { 'calendar.txt': undefined, 'calendar_dates.txt': dates })
  assert.deepEqual(onlyTrain(timetable).serviceDates, ['2026-05-02', '2026-05-07'])
  assert.equal(onlyTrain(await read(t)).serviceDates.length, 31)
})

test('T5: a calendar that extends to the year 9999 is read only as far as passengers can book', async (t) => {
  const timetable = await read(t, {
    'calendar.txt': `${calendarHead}\ndaily,1,1,1,1,1,1,1,20200101,99991231\n`,
  })
  const dates = onlyTrain(timetable).serviceDates
  assert.equal(dates[0], '2026-05-01')
  assert.equal(dates.at(-1), '2027-06-05')
  assert.equal(timetable.report.lastDate, '9999-12-31')
})

test('T14: a feed moves by whole weeks, to the date or one of the six days before it', async (t) => {
  for (let day = 1; day <= 14; day++) {
    const date = `2027-03-${String(day).padStart(2, '0')}`
    const { report, trains } = await read(t, {}, { shiftTo: date, today: '2026-05-01' })
    const first = Temporal.PlainDate.from(report.firstDate)
    assert.equal(first.dayOfWeek, Temporal.PlainDate.from('2026-05-01').dayOfWeek)
    const days = first.until(date).days
    assert.ok(days >= 0 && days <= 6, `${date}: ${days}`)
    assert.equal(report.shiftedDays % 7, 0)
    assert.equal(trains[0]?.serviceDates.length, 31)
    assert.ok(trains[0]?.serviceDates.includes(date))
  }
})

test('T14: a few trains ahead of the others do not decide how far a feed moves, and the report counts the trains that drop out', async (t) => {
  const trips = ['early', 'main', 'main', 'main'].map((service, index) => `r1,${service},T${index}\n`)
  const { report, trains } = await read(
    t,
    {
      'calendar.txt': [
        calendarHead,
        'early,1,1,1,1,1,1,1,20260401,20260430',
        'main,1,1,1,1,1,1,1,20260501,20260531\n',
      ].join('\n'),
      'trips.txt': `route_id,service_id,trip_id\n${trips.join('')}`,
      'stop_times.txt': calls(
        ...[0, 1, 2, 3].flatMap((at) => [`T${at} a1 0${at + 6}:00:00`, `T${at} c 11:00:00`]),
      ),
    },
    { shiftTo: '2027-03-05', today: '2027-03-05' },
  )
  assert.equal(trains.length, 3)
  assert.deepEqual([trains[0]?.serviceDates[0], report.shiftedDays], ['2027-03-05', 308])
  assert.deepEqual([report.runsBefore, report.runsAfter], [30, 0])
})

test('T37: A timetable that ends within the horizon is reported with the last date that has runs.', async (t) => {
  const { report } = await read(t)
  assert.deepEqual([report.lastRunDate, report.endsWithinHorizon], ['2026-05-31', true])
  const short = (await read(t, {}, { horizonDays: 10 })).report
  assert.deepEqual([short.lastRunDate, short.endsWithinHorizon], ['2026-05-11', false])
})

test('T15: dates start today, or earlier if the train is still under way', async (t) => {
  const today = await read(t, {}, { today: '2026-05-20' })
  assert.equal(onlyTrain(today).serviceDates[0], '2026-05-20')
  const slow = { 'stop_times.txt': calls('T1 a1 08:00:00', 'T1 c 75:00:00') }
  assert.equal(onlyTrain(await read(t, slow, { today: '2026-05-20' })).serviceDates[0], '2026-05-17')
})
