import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { Instant } from '../instant.ts'
import { languages } from '../language.ts'
import { type CalendarJourney, calendarFile } from './calendar-file.ts'

const journey: CalendarJourney = {
  locator: '7K3M9QXA',
  trainRunId: 1_042,
  trainNumber: 'IC 204',
  fromName: 'Ardalen; Central, West',
  toName: 'Norrholm',
  departure: Date.UTC(2027, 2, 28, 0, 30) as Instant,
  arrival: Date.UTC(2027, 2, 28, 5, 15) as Instant,
  seats: [{ coachNumber: '4', label: '32' }],
  bookedAt: Date.UTC(2027, 1, 1) as Instant,
}
const now = Date.UTC(2027, 1, 1, 0, 1) as Instant

test('F47: a calendar file is what RFC 5545 says, to the byte', () => {
  assert.deepEqual(calendarFile(journey, 'en', now).split('\r\n'), [
    ...[
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Holdfast//Tickets//EN',
      'METHOD:PUBLISH',
      'BEGIN:VEVENT',
    ],
    ...['UID:7K3M9QXA.1042@holdfast', 'SEQUENCE:60', 'DTSTAMP:20270201T000100Z'],
    ...['DTSTART:20270328T003000Z', 'DTEND:20270328T051500Z', 'STATUS:CONFIRMED'],
    'SUMMARY:Train IC 204 from Ardalen\\; Central\\, West to Norrholm',
    'LOCATION:Ardalen\\; Central\\, West',
    'DESCRIPTION:Coach 4\\, seat 32\\nBooking 7K3M9QXA',
    ...['END:VEVENT', 'END:VCALENDAR', ''],
  ])
})

test('F47: whatever a station is called, no line is longer than 75 bytes, and unfolded it is whole', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 120 }),
      fc.constantFrom(...languages),
      (name, language) => {
        const fromName = name.replaceAll(/\p{Cc}/gu, '')
        const file = calendarFile({ ...journey, fromName }, language, now)
        for (const line of file.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line)
        const unfolded = file.replaceAll('\r\n ', '')
        const escaped = fromName.replaceAll(/[\\;,]/g, (sign) => `\\${sign}`)
        assert.ok(unfolded.includes(`\r\nLOCATION:${escaped}\r\n`))
      },
    ),
  )
})
