import { join } from 'node:path'
import { type Generator, startGenerator } from '../generator.ts'
import { inTurns } from '../rounds.ts'
import { ServedProcess } from '../served-process.ts'
import { withFolder } from '../temporary-folder.ts'
import type { AskPlan, AskReport } from './asking.ts'
import { makeSubjects, type Subject } from './subjects.ts'

interface EnquiryOptions {
  readonly rounds: number
  readonly seconds: number
  readonly connections: number
  /** Which subjects to ask for; the others are left out, except those that they are compared with. */
  readonly wants: (name: string) => boolean
  /** Where the server writes its profile, if it is to take one. */
  readonly profile?: string
}

/** One subject in one round. */
interface EnquiryRound {
  readonly perSecond: number
  /** Of the whole server with its threads, for an answer. */
  readonly cpuMicroseconds: number
  readonly bytes: number
  readonly others: number
}

/** The rounds of a subject, and of the one it is compared with. */
export interface EnquiryFigures {
  readonly name: string
  readonly against: string
  readonly own: readonly EnquiryRound[]
  readonly base: readonly EnquiryRound[]
}

/** What people ask before they buy, in turns on one server; a first round warms up. */
export function measureEnquiries(options: EnquiryOptions): Promise<readonly EnquiryFigures[]> {
  return withFolder(async (folder) => {
    const { profile } = options
    const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
    const server = new ServedProcess([...profiling, join(import.meta.dirname, 'server.ts'), folder])
    const generator = startGenerator<AskPlan, AskReport>([join(import.meta.dirname, 'asking.ts')])
    try {
      const [kept = 0, anew = 0] = (await server.ready(/^ready (\d+ \d+)$/)).split(' ').map(Number)
      const all = await makeSubjects({ kept, anew })
      const bases = new Set(all.filter(({ name }) => options.wants(name)).map(({ against }) => against))
      const subjects = all.filter(({ name }) => options.wants(name) || bases.has(name))
      return await askAll(server, generator, subjects, options)
    } finally {
      generator.stop()
      await server.stop()
    }
  })
}

async function askAll(
  server: ServedProcess,
  generator: Generator<AskPlan, AskReport>,
  subjects: readonly Subject[],
  { rounds, seconds, connections }: EnquiryOptions,
): Promise<readonly EnquiryFigures[]> {
  const found = await inTurns(
    subjects.map(({ name }) => name),
    rounds + 1,
    async (wanted) => {
      const subject = subjects.find(({ name }) => name === wanted)
      if (!subject) throw new Error(`no subject ${wanted}`)
      const { port, paths, headers } = subject
      const before = server.cpuSeconds()
      const report = await generator.run({ port, paths, headers, connections, milliseconds: seconds * 1000 })
      if (report.answers === 0) throw new Error(`${wanted}: nothing was answered 200`)
      return {
        perSecond: (report.answers / report.milliseconds) * 1000,
        cpuMicroseconds: ((server.cpuSeconds() - before) / report.answers) * 1e6,
        bytes: report.bytes,
        others: report.others,
      }
    },
  )
  const roundsOf = (name: string) => (found.get(name) ?? []).slice(1)
  return subjects.map(({ name, against }) => ({
    ...{ name, against },
    own: roundsOf(name),
    base: roundsOf(against),
  }))
}
