import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { noteServerTime, todayAt } from './today.ts'

test("X23: today is that of the station by the server's clock, wherever the reader is and whatever the device says", () => {
  mock.timers.enable({ apis: ['Date'], now: Date.parse('2031-05-06T07:08:09Z') })
  try {
    noteServerTime('Tue, 24 Nov 2026 15:30:00 GMT')
    assert.equal(todayAt('Europe/Zurich'), '2026-11-24')
    assert.equal(todayAt('Asia/Tokyo'), '2026-11-25')
    assert.equal(todayAt('Pacific/Pago_Pago'), '2026-11-24')
    mock.timers.tick(20 * 3_600_000)
    assert.equal(todayAt('Europe/Zurich'), '2026-11-25', 'time passes')
    noteServerTime(null)
    noteServerTime('nonsense')
    assert.equal(todayAt('Europe/Zurich'), '2026-11-25', 'an answer without a date says nothing')
    assert.match(todayAt('Mars/Olympus'), /^2026-11-2[56]$/, 'an unknown zone: where the reader is')
    assert.match(todayAt(undefined), /^2026-11-2[56]$/)
  } finally {
    mock.timers.reset()
  }
})
