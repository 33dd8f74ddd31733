import { RunBasis } from '../../../app/inventory/run-basis.ts'
import { type FoundStations, listStations as listMatching } from '../../../app/railway/list-stations.ts'
import type { Station } from '../../../domain/railway/station.ts'
import { defineOperation } from '../../operation.ts'
import { Stations, StationsQuery } from '../../schemas/runs.ts'

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
    'Stations whose code or name matches the text, ignoring case and accents, with the best ' +
    'match first. Without `q`, all stations in order of name. Where several stations share a name, ' +
    '`near` tells them apart.',
  query: StationsQuery,
  answers: { 200: { description: 'The stations.', schema: Stations } },
  refusals: [],
  keeps: 'strong',
  async handle({ deps: { store } }, { query }) {
    const basis = new RunBasis(store, store.network(), store.now())
    return { status: 200, body: written(await listMatching({ store }, query.q ?? '', query.limit)), basis }
  },
})

function written({ stations, near }: FoundStations) {
  return {
    stations: stations.map((station) => ({
      ...nameView(station),
      time_zone: station.timeZone,
      latitude: station.latitude,
      longitude: station.longitude,
      near: placeView(near(station)),
    })),
  }
}

function placeView(station: Station | undefined) {
  return station === undefined ? null : nameView(station)
}

function nameView(station: Station) {
  return { station_code: station.code, name: station.name, names: station.names }
}
