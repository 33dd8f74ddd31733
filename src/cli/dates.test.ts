import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrainPlan } from '../domain/railway/timetable.ts'
import { openRange } from './dates.ts'

const trainOf = (hours: number) => ({ stops: [{ arrivalSeconds: hours * 3600 }] }) as unknown as TrainPlan

test('T38: An import opens every run that is still under way, however many days ago it left.', () => {
  const rangeOf = (...hours: number[]) => openRange('2026-12-10', 60, { trains: hours.map(trainOf) })
  assert.deepEqual(rangeOf(12, 149), { fromDate: '2026-12-03', toDate: '2027-02-08' })
  assert.equal(rangeOf(12).fromDate, '2026-12-09')
  assert.equal(rangeOf(240).fromDate, '2026-11-29', 'ten days under way')
})
