import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dayAhead } from './railway.ts'

/** A railway of one train a day between two stations, as a GTFS folder. */
export function writeFeed(folder: string, changes: Readonly<Record<string, string>> = {}, days = 90): string {
  const day = (offset: number) => dayAhead(offset).replaceAll('-', '')
  const files: Readonly<Record<string, string>> = {
    'agency.txt':
      'agency_id,agency_name,agency_url,agency_timezone\n1,Toy,https://example.org,Europe/Berlin\n',
    'stops.txt': 'stop_id,stop_name,stop_lat,stop_lon\nA,Alba,50,10\nB,Berg,51,10\n',
    'routes.txt': 'route_id,agency_id,route_short_name,route_long_name,route_type\nR,1,IC,Alba - Berg,2\n',
    'trips.txt': 'route_id,service_id,trip_id,trip_short_name\nR,S,T,IC 1\n',
    'stop_times.txt':
      'trip_id,arrival_time,departure_time,stop_id,stop_sequence\n' +
      'T,23:00:00,23:00:00,A,1\nT,24:30:00,24:30:00,B,2\n',
    'calendar.txt':
      'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n' +
      `S,1,1,1,1,1,1,1,${day(0)},${day(days)}\n`,
    ...changes,
  }
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}
