import type { ImportRefusal, ImportReport, ImportTerms } from '../domain/railway/import-differences.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import { isYes } from './ask.ts'
import { type Context, withOperations } from './context.ts'
import { ImportRefused } from './failures.ts'
import { describeImport, describeTaking, explainRefusal } from './import-report.ts'
import { describeClashes } from './station-report.ts'
import { showInLine } from './terminal.ts'

/**
 * Loads a timetable. Where that takes much off sale it is done once somebody has agreed: with `--yes`, or on
 * a terminal when asked. Throws `ImportRefused` with what it would have done.
 */
export async function importAgreed(
  context: Context,
  timetable: Timetable,
  terms: ImportTerms,
): Promise<ImportReport> {
  const onProgress = context.output.progress('Loading')
  return withOperations(context, 'make', async (operations) => {
    const reply = await operations.importTimetable(timetable, terms, onProgress)
    if (reply.ok) return reply.value
    const { refusal } = reply
    for (const line of describeRefusal(refusal)) context.output.note(line)
    if (!(await isAgreed(context, refusal))) throw refused(refusal)
    const again = await operations.importTimetable(timetable, { ...terms, mayWithdraw: true }, onProgress)
    if (again.ok) return again.value
    throw refused(again.refusal)
  })
}

/** What a person has to know beside the sentence: what is wrong, or what the import would have done. */
function describeRefusal(refusal: ImportRefusal): readonly string[] {
  const isOfStations = refusal.code === 'station_clash' || refusal.code === 'station_code_too_long'
  return isOfStations ? describeClashes(refusal) : describeImport(refusal.report)
}

/** Asks on a terminal; elsewhere, and where a program reads the answer, nobody is there to ask. */
async function isAgreed({ output, tools }: Context, refusal: ImportRefusal): Promise<boolean> {
  if (refusal.code !== 'consent_needed' || output.isJson || tools.ask === null) return false
  return isYes(await tools.ask(showInLine(`${describeTaking(refusal)} Do it? [y/N] `)))
}

function refused(refusal: ImportRefusal): ImportRefused {
  return new ImportRefused(`${explainRefusal(refusal)} Nothing was changed.`, refusal)
}
