import { Type } from 'typebox'
import { AsOf, DateText, MaybeBlankLine, Moment, NextPage, RefTo, StationCode } from './common.ts'
import { OffSaleReason, runMembers } from './runs.ts'

/** The most runs of one answer: most railways have no more of them a day. */
export const mostDayRuns = 500

export const DayRunsQuery = Type.Object({
  date: DateText('The service date: on it, the runs leave their first stop.'),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: mostDayRuns, default: mostDayRuns })),
  after: Type.Optional(MaybeBlankLine(64, { description: '`next` from the previous page.' })),
})

const Count = (description: string) => Type.Integer({ minimum: 0, description })
const ByLeg = (description: string) => Type.Array(Type.Integer(), { description })

const End = Type.Object({ station_code: StationCode, name: Type.String() })

const DayRun = Type.Object(
  {
    ...runMembers,
    from: End,
    to: End,
    departure_time: Moment('At the first stop, in local time.'),
    arrival_time: Moment('At the last stop, in local time.'),
    off_sale_reason: OffSaleReason,
    consist: Type.String({ description: 'The name of the consist.' }),
    seats_total: Count('Seats of the consist.'),
    booked: Count('Seats that passengers have booked, each once for every passenger who has it in turn.'),
    held: Count('The same for live holds.'),
    blocked: Count('The same for stretches that are taken out of sale.'),
    taken_by_leg: ByLeg('Seats held or booked on each leg; empty if there are none on the run.'),
    blocked_by_leg: ByLeg('Seats out of sale on each leg; empty if there are none on the run.'),
  },
  { $id: 'DayRun', description: 'A run of a day, and how full it is.' },
)

export const DayRuns = Type.Object(
  {
    as_of: AsOf,
    total: Count('Runs of the day, on all pages.'),
    train_runs: Type.Array(RefTo(DayRun), { description: 'In order of departure.' }),
    next: NextPage,
  },
  { $id: 'DayRuns', description: 'The runs of a day, on sale or not.' },
)

export const dayRunSchemas = [DayRun, DayRuns]
