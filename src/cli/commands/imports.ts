import type { Command } from 'commander'
import type { ImportReport, PastImport } from '../../domain/railway/import-differences.ts'
import { addSettings, type Context, createContext, type Options, requireDatabase } from '../context.ts'
import { examples } from '../examples.ts'
import { WrongUse } from '../failures.ts'
import { describeImport } from '../import-report.ts'
import { table } from '../output.ts'
import type { Tools } from '../tools.ts'

type Inspector = Awaited<ReturnType<Tools['openInspector']>>

export function addImports(program: Command, tools: Tools): void {
  addSettings(program.command('imports'))
    .description('List the last imports, or show again what one of them did.')
    .argument('[id]', 'number of an import, as the list has it')
    .addHelpText('after', examples('holdfast imports', 'holdfast imports 7', 'holdfast imports 7 --json'))
    .action(async (id: string | undefined, options: Options) => {
      const context = createContext(tools, options)
      if (id === undefined) return withInspector(context, printImports)
      if (!/^[1-9]\d{0,14}$/.test(id))
        throw new WrongUse(`${JSON.stringify(id)} is no number of an import; "holdfast imports" lists them.`)
      return withInspector(context, (asked, inspector) => printImport(asked, inspector, Number(id)))
    })
}

/** Reads the database itself, so that a server goes on selling. */
async function withInspector(
  context: Context,
  work: (context: Context, inspector: Inspector) => Promise<void>,
): Promise<void> {
  requireDatabase(context)
  const inspector = await context.tools.openInspector(context.place)
  try {
    await work(context, inspector)
  } finally {
    await inspector.close()
  }
}

async function printImports({ output }: Context, inspector: Inspector): Promise<void> {
  const imports = await inspector.pastImports()
  output.result({ imports: imports.map(asJson) }, () => describeImports(imports))
}

async function printImport({ output }: Context, inspector: Inspector, id: number): Promise<void> {
  const report = await inspector.importReport(id)
  const done = (await inspector.pastImports()).find((one) => one.id === id)
  if (!report || !done)
    throw new WrongUse(`There is no import ${id}, or it is too long ago; "holdfast imports" lists them.`)
  output.result({ ...asJson(done), ...report }, () => [
    `Import ${id}, ${timeOf(done)}:`,
    ...describeImport(report),
  ])
}

function asJson({ id, importedAt, summary }: PastImport) {
  return { id, importedAt: instantOf(importedAt).toString(), ...summary }
}

function describeImports(imports: readonly PastImport[]): readonly string[] {
  if (imports.length === 0) return ['Nothing was imported yet: "holdfast import gtfs" loads a timetable.']
  return table(
    ['import', 'time', 'source', 'opened', 'changed', 'waiting', 'withdrawn', 'removed'],
    imports.map((one) => [String(one.id), timeOf(one), one.summary.source, ...countsOf(one.summary)]),
  )
}

/** `changed` are all runs that became what the timetable has, with or without bookings. */
function countsOf(summary: Omit<ImportReport, 'differences'>): readonly number[] {
  const { runsChanged, runsMoved, runsRecoached, runsRepriced, runsRenamed, runsReopened } = summary
  const changed = runsChanged + runsMoved + runsRecoached + runsRepriced + runsRenamed + runsReopened
  return [summary.runsOpened, changed, summary.runsWaiting, summary.runsWithdrawn, summary.runsRemoved]
}

function timeOf({ importedAt }: PastImport): string {
  return `${instantOf(importedAt).toString({ smallestUnit: 'minute' }).slice(0, 16).replace('T', ' ')} UTC`
}

function instantOf(at: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(at)
}
