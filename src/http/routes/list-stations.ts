import { listStations as listMatching } from '../../app/list-stations.ts'
import { defineOperation } from '../operation.ts'
import { Stations, StationsQuery } from '../schemas/runs.ts'

export const listStations = defineOperation({
  name: 'listStations',
  method: 'GET',
  path: '/api/stations',
  access: 'public',
  idempotency: 'none',
  lane: 'read',
  tag: 'Search',
  summary: 'Find stations',
  description:
    'Stations whose code or name matches what is typed, whatever its capitals and accents, the best match first. With no `q`: all stations in order of name.',
  query: StationsQuery,
  answers: { 200: { description: 'The stations.', schema: Stations } },
  refusals: [],
  handle({ deps }, { query }) {
    const stations = listMatching(deps, query.q ?? '').map((station) => ({
      station_code: station.code,
      name: station.name,
      time_zone: station.timeZone,
      latitude: station.latitude,
      longitude: station.longitude,
    }))
    return { status: 200, body: { stations } }
  },
})
