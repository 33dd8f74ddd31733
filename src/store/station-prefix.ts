import type { ImportTerms } from '../domain/railway/import-differences.ts'
import { prefixStations } from '../domain/railway/prefix-stations.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import { sourceTable } from './columns/railway.ts'
import { onConflict } from './columns/table.ts'
import { alone, type ImportDesk, insertion, type Statement } from './import-desk.ts'

/** The timetable with the prefix that was given for its stations, else with the one of its last import. */
export async function withPrefix(
  { read }: Pick<ImportDesk, 'read'>,
  timetable: Timetable,
  terms: ImportTerms,
): Promise<Timetable> {
  const [known] = await read('SELECT station_prefix FROM sources WHERE source = ?', [timetable.source])
  return prefixStations(timetable, terms.stationPrefix ?? String(known?.station_prefix ?? ''))
}

/** Remembers the prefix for later imports of the source. */
export function keepPrefix({ source, stationPrefix = '' }: Timetable): Statement {
  return insertion(sourceTable, alone([{ source, stationPrefix }]), onConflict(sourceTable, sourceTable.key))
}
