import { Type } from 'typebox'
import { Id, Moment } from './common.ts'

const Count = (description: string) => Type.Integer({ minimum: 0, description })
const ImportId = Id('Opaque ID of the import.', '7')
const Text = (description: string) => Type.String({ description })
const Codes = Type.Array(Type.String())

const summary = {
  import_id: ImportId,
  imported_at: Moment('When the import was begun.'),
  source: Text('Whose timetable it was.'),
  from_date: Text('The first service date on which it said what runs there are.'),
  to_date: Text('The last such date.'),
  stations: Count('Stations of the timetable.'),
  station_prefix: Text('What the codes of its stations begin with; mostly empty.'),
  trains: Count('Trains of the timetable.'),
  consists: Count('Consists of the timetable.'),
  runs_opened: Count('New runs.'),
  runs_unchanged: Count('Runs that the timetable has as they were.'),
  runs_changed: Count('Runs without claims that became what the timetable has.'),
  runs_moved: Count('Runs with claims whose times changed.'),
  runs_recoached: Count('Runs with claims that have other coaches.'),
  runs_repriced: Count('Runs with claims that have another fare.'),
  runs_renamed: Count('Runs with claims whose train has another number or name.'),
  runs_reopened: Count('Runs that are on sale again.'),
  runs_waiting: Count('Runs that went off sale and wait for a decision.'),
  runs_withdrawn: Count('Runs with claims that the timetable does not have: off sale.'),
  runs_removed: Count('Runs without claims that the timetable does not have: gone.'),
}

const Cause = Type.Union([
  Type.Object({ what: Type.Literal('stops'), lost: Codes, added: Codes }),
  Type.Object({ what: Type.Literal('times'), minutes: Type.Integer() }),
  Type.Object({ what: Type.Literal('seats'), seat_numbers: Codes }),
])

const TrainDifference = Type.Object({
  change: Type.String({
    description:
      'What became of the runs: opened, unchanged, changed, moved, recoached, repriced, renamed, reopened, ' +
      'waiting, withdrawn or removed.',
    examples: ['opened'],
  }),
  causes: Type.Array(Cause, { description: 'Why they wait; empty for every other change.' }),
  train_number: Type.String({ examples: ['IC 1'] }),
  train_name: Type.String({ examples: ['Ardalen to Norrholm'] }),
  service_dates: Type.Array(Type.String(), { description: 'Of the runs, in order.' }),
  bookings: Type.Unsafe<Readonly<Record<string, number>>>({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'How many bookings there were by service date, where there were any.',
  }),
})

const StationDifference = Type.Object({
  change: Type.Union([Type.Literal('renamed'), Type.Literal('kept')]),
  station_code: Type.String(),
  name: Text('As it is now.'),
  time_zone: Text('As it is now.'),
  source: Text('Whose station it is.'),
  feed_name: Text('As the timetable has it.'),
  feed_time_zone: Text('As the timetable has it.'),
})

export const Imports = Type.Object({ imports: Type.Array(Type.Object(summary)) })

export const ImportParams = Type.Object({ import_id: ImportId })

export const Import = Type.Object({
  ...summary,
  differences: Type.Array(TrainDifference, { description: 'By train and by what became of its runs.' }),
  station_differences: Type.Array(StationDifference, {
    description: 'Stations to which the timetable gives another name or time zone than they had.',
  }),
})
