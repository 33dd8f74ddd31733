import type { StationChanges } from '../domain/railway/import-stations.ts'
import { formerStationTable, stationTable } from './columns/railway.ts'
import { onConflict } from './columns/table.ts'
import { alone, insertion, insertions, type Statement } from './import-desk.ts'

/**
 * Statements that store the stations as they are from now on, as part of what takes effect; few, once the
 * database has any. `untilVersion` is the version of the network that had them otherwise.
 */
export function stationStatements(
  { put, former }: StationChanges,
  untilVersion: number,
): readonly Statement[] {
  const changed = former.map((station) => ({ ...station, untilVersion }))
  return [
    ...insertions(changed, (slice) => insertion(formerStationTable, alone(slice))),
    ...insertions(put, (slice) =>
      insertion(stationTable, alone(slice), onConflict(stationTable, stationTable.key)),
    ),
  ]
}
