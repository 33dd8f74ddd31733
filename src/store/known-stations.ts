import type { StationCode } from '../domain/ids.ts'
import { doubtfulCodes, type StationsBefore } from '../domain/railway/import-stations.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import { stationTable } from './columns/railway.ts'
import type { ImportDesk } from './import-desk.ts'

/** The stations that the database has, and which other sources call at those that are in doubt. */
export async function knownStations(
  { read }: Pick<ImportDesk, 'read'>,
  timetable: Timetable,
): Promise<StationsBefore> {
  const rows = await read('SELECT * FROM stations')
  const stations = new Map(rows.map(stationTable.read).map((station) => [station.code, station]))
  const isDoubtful = doubtfulCodes(timetable, stations).length > 0
  return { stations, otherCallers: isDoubtful ? await callersBut(read, timetable.source) : new Map() }
}

/** For each station, a source other than the given one that has a train there. It reads every stop. */
async function callersBut(read: ImportDesk['read'], source: string): Promise<StationsBefore['otherCallers']> {
  const rows = await read(
    `SELECT s.station_code, min(t.source) AS source FROM trains t JOIN train_stops s ON s.train_id = t.id
     WHERE t.source <> ? GROUP BY s.station_code`,
    [source],
  )
  return new Map(rows.map((row) => [row.station_code as StationCode, String(row.source)]))
}
