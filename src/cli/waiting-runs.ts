import type { WaitingRun } from '../domain/railway/waiting-run.ts'
import { type Context, requireDatabase } from './context.ts'
import { table } from './output.ts'

/**
 * Prints every run that waits for a decision. Read from the database itself, as `doctor` does, so that a
 * server goes on selling, and any machine that reaches the database can ask.
 */
export async function printWaitingRuns(context: Context): Promise<void> {
  requireDatabase(context)
  const inspector = await context.tools.openInspector(context.place)
  try {
    const waiting = await inspector.waitingRuns()
    context.output.result({ train_runs: waiting.map(asJson) }, () => describeWaiting(waiting))
  } finally {
    await inspector.close()
  }
}

function asJson(run: WaitingRun) {
  return {
    train_run_id: String(run.trainRunId),
    train_number: run.trainNumber,
    train_name: run.trainName,
    service_date: run.serviceDate,
    bookings: run.bookings,
  }
}

function describeWaiting(waiting: readonly WaitingRun[]): readonly string[] {
  if (waiting.length === 0) return ['No run waits for a decision.']
  return [
    ...table(
      ['date', 'train', 'name', 'bookings', 'run'],
      waiting.map((run) => [
        ...[run.serviceDate, run.trainNumber, run.trainName],
        ...[run.bookings, String(run.trainRunId)],
      ]),
    ),
    'They are off sale, because in a newer timetable they differ too much from what was sold: tell their',
    'passengers, or import a timetable that has them as they were sold.',
  ]
}
