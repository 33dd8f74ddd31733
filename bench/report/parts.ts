import { startServer } from '../../src/store/postgres/server.fixture.ts'
import { measureEnquiries } from '../enquiries/enquiries.ts'
import { type FlowRound, measureFlow, serverMicroseconds } from '../flow.ts'
import { measureOverload, type StageFigures, usualOptions } from '../overload/overload.ts'
import { startHoldfast, startRecipe } from '../postgres/contenders.ts'
import { measure as measurePostgres, type Trial } from '../postgres/round.ts'
import { inTurns } from '../rounds.ts'
import { ratios } from '../statistics.ts'
import type { MeasureId } from './measures.ts'

/** How thoroughly a part is measured. */
export interface Effort {
  readonly rounds: number
  readonly warmupSeconds: number
  readonly seconds: number
}

/** What a part gave, a value for each round. */
export interface PartFigures {
  readonly values: Readonly<Partial<Record<MeasureId, readonly number[]>>>
  /** Absolute figures behind the ratios, by name; with their unit. */
  readonly details: Readonly<Record<string, readonly number[]>>
}

type Part = (effort: Effort) => Promise<PartFigures>

const enquirySubjects: Readonly<Record<string, MeasureId>> = {
  search: 'search',
  run: 'run',
  'seat map': 'seat map',
  'calendar of 30 days': 'calendar kept',
}
const coldCalendar = 'calendar, made anew'

async function enquiries({ rounds, seconds }: Effort): Promise<PartFigures> {
  const wants = (name: string) => name in enquirySubjects || name === coldCalendar
  const found = await measureEnquiries({ rounds, seconds: seconds / 4, connections: 32, wants })
  const values: Partial<Record<MeasureId, readonly number[]>> = {}
  const details: Record<string, readonly number[]> = {}
  for (const { name, own, base } of found) {
    const perSecond = own.map((round) => round.perSecond)
    const id = enquirySubjects[name]
    if (id)
      values[id] = ratios(
        perSecond,
        base.map((round) => round.perSecond),
      )
    if (name === coldCalendar) values['calendar cold'] = perSecond
    details[`${name}, answers/s`] = perSecond
    details[`${name}, server us`] = own.map((round) => round.cpuMicroseconds)
  }
  return { values, details }
}

type FlowRounds = ReadonlyMap<string, readonly FlowRound[]>

async function flowRounds(
  names: readonly string[],
  connections: number,
  effort: Effort,
): Promise<FlowRounds> {
  const { rounds, warmupSeconds, seconds } = effort
  return inTurns(names, rounds, (name) => measureFlow(name, { connections, warmupSeconds, seconds }))
}

/** A figure of Holdfast in each round, divided by that of another contender. */
function against(rounds: FlowRounds, other: string, pick: (round: FlowRound) => number): readonly number[] {
  return ratios((rounds.get('holdfast') ?? []).map(pick), (rounds.get(other) ?? []).map(pick))
}

function flowDetails(rounds: FlowRounds, connections: number): PartFigures['details'] {
  const entries = [...rounds].flatMap(([name, own]) => [
    [`${name}, ${connections} connections, sales/s`, own.map((round) => round.salesPerSecond)],
    [`${name}, ${connections} connections, server us a sale`, own.map(serverMicroseconds)],
    [`${name}, ${connections} connections, hold p50 ms`, own.map((round) => round.holdP50)],
    [`${name}, ${connections} connections, hold p99 ms`, own.map((round) => round.holdP99)],
    [`${name}, ${connections} connections, book p50 ms`, own.map((round) => round.bookingP50)],
    [`${name}, ${connections} connections, book p99 ms`, own.map((round) => round.bookingP99)],
  ])
  return Object.fromEntries(entries)
}

const salesOf = ({ salesPerSecond }: FlowRound) => salesPerSecond
const p50Of = ({ holdP50, bookingP50 }: FlowRound) => holdP50 + bookingP50
const p99Of = ({ holdP99, bookingP99 }: FlowRound) => holdP99 + bookingP99

async function flow64(effort: Effort): Promise<PartFigures> {
  const rounds = await flowRounds(['recipe', 'recipe-with-payments', 'holdfast'], 64, effort)
  return {
    values: {
      'cost at 64': against(rounds, 'recipe', serverMicroseconds),
      'flow at 64': against(rounds, 'recipe', salesOf),
      'flow at 64, payments': against(rounds, 'recipe-with-payments', salesOf),
      'p99 at 64': against(rounds, 'recipe', p99Of),
    },
    details: flowDetails(rounds, 64),
  }
}

async function flow256(effort: Effort): Promise<PartFigures> {
  const rounds = await flowRounds(['recipe', 'holdfast'], 256, effort)
  return {
    values: {
      'cost at 256': against(rounds, 'recipe', serverMicroseconds),
      'flow at 256': against(rounds, 'recipe', salesOf),
    },
    details: flowDetails(rounds, 256),
  }
}

async function alone(effort: Effort): Promise<PartFigures> {
  const rounds = await flowRounds(['recipe', 'holdfast'], 1, effort)
  return {
    values: {
      'p50 alone': against(rounds, 'recipe', p50Of),
      'cost alone': against(rounds, 'recipe', serverMicroseconds),
    },
    details: flowDetails(rounds, 1),
  }
}

const many = { nodes: 1, connections: 8, clients: 64 }
const trials: Readonly<Record<string, Omit<Trial, 'times'>>> = {
  'FOR UPDATE, many runs': { start: startRecipe, shape: many, isPopular: false },
  'one node, many runs': { start: startHoldfast, shape: many, isPopular: false },
  'three nodes, many runs': { start: startHoldfast, shape: { ...many, nodes: 3 }, isPopular: false },
  'FOR UPDATE, one run': { start: startRecipe, shape: { ...many, clients: 200 }, isPopular: true },
  'one node, one run': { start: startHoldfast, shape: { ...many, clients: 200 }, isPopular: true },
}

async function postgres({ rounds, warmupSeconds, seconds }: Effort): Promise<PartFigures> {
  const times = { warmupMs: warmupSeconds * 1000, measureMs: seconds * 1000 }
  const server = await startServer(['shared_buffers=512MB'])
  try {
    const found = await inTurns(Object.keys(trials), rounds, async (name) => {
      const trial = trials[name]
      if (!trial) throw new Error(`no trial ${name}`)
      return (await measurePostgres(server, { ...trial, times })).salesPerSecond
    })
    const of = (name: string) => found.get(name) ?? []
    return {
      values: {
        'postgres many': ratios(of('one node, many runs'), of('FOR UPDATE, many runs')),
        'postgres one run': ratios(of('one node, one run'), of('FOR UPDATE, one run')),
        'postgres three': ratios(of('three nodes, many runs'), of('one node, many runs')),
      },
      details: Object.fromEntries([...found].map(([name, own]) => [`PostgreSQL, ${name}, sales/s`, own])),
    }
  } finally {
    await server.close()
  }
}

async function overload({ rounds, seconds }: Effort): Promise<PartFigures> {
  const found = await inTurns(['overload'], rounds, (_name, round) =>
    measureOverload({ ...usualOptions, seconds, seed: round }),
  )
  const all = found.get('overload') ?? []
  const at = (name: string, pick: (stage: StageFigures) => number) =>
    all.map((stages) => {
      const stage = stages.find((one) => one.name === name)
      return stage ? pick(stage) : Number.NaN
    })
  const sold = (stage: StageFigures) => stage.soldPerSecond
  const details = Object.fromEntries(
    (all[0] ?? []).flatMap(({ name }) => [
      [`overload, ${name}, sold/s`, at(name, sold)],
      [`overload, ${name}, accepted p99 ms`, at(name, ({ accepted }) => accepted.p99)],
      [`overload, ${name}, refused/s`, at(name, ({ refused, seconds: time }) => refused.count / time)],
      [`overload, ${name}, generator s/s`, at(name, ({ cpuSeconds, seconds: time }) => cpuSeconds / time)],
    ]),
  )
  return {
    values: {
      mix: at('capacity', enquiriesPerSecond),
      goodput: all.map((stages) => (100 * soldAt(stages, '1000 %')) / Math.max(...stages.map(sold))),
      'overload accepted p99': at('1000 %', ({ accepted }) => accepted.p99),
      'overload refused p99': at('1000 %', ({ refused }) => refused.p99),
      'overload paying refused': at('1000 %', payingRefused),
      'overload recovery': at('50 % again', ({ troubledUntilMs }) => troubledUntilMs / 1000),
    },
    details,
  }
}

function soldAt(stages: readonly StageFigures[], name: string): number {
  return stages.find((stage) => stage.name === name)?.soldPerSecond ?? Number.NaN
}

function enquiriesPerSecond({ acceptedByStep, seconds }: StageFigures): number {
  const count = (step: string) => acceptedByStep[step]?.count ?? 0
  return (count('first enquiry') + count('enquiry')) / seconds
}

function payingRefused({ refusals }: StageFigures): number {
  const paying = Object.entries(refusals).filter(([what]) => /^(book|quote|cancel):/.test(what))
  return paying.reduce((sum, [, count]) => sum + count, 0)
}

/** The parts of the table, in the order in which they are measured. */
export const parts: Readonly<Record<string, Part>> = {
  enquiries,
  flow64,
  flow256,
  alone,
  overload,
  postgres,
}
