import { ask, query } from './api.ts'
import { CommandFailed, WrongUse } from './failures.ts'
import type { Operations } from './operations.ts'

export interface StationBody {
  readonly station_code: string
  readonly name: string
}

export async function listStations(operations: Operations, q: string): Promise<readonly StationBody[]> {
  const { stations } = await ask<{ stations: readonly StationBody[] }>(operations, {
    method: 'GET',
    path: `/api/stations${query({ q })}`,
  })
  return stations
}

/** The code of the station that somebody means: its code, its name, or the beginning of one name. */
export async function findStationCode(operations: Operations, text: string): Promise<string> {
  const found = await listStations(operations, text)
  const wanted = text.toLowerCase()
  const exact =
    found.find((station) => station.station_code === text) ??
    found.find((station) => station.station_code.toLowerCase() === wanted) ??
    found.find((station) => station.name.toLowerCase() === wanted)
  if (exact) return exact.station_code
  const [only, another] = found
  if (!only)
    throw new CommandFailed(`There is no station ${JSON.stringify(text)}: "holdfast stations" lists them.`)
  if (!another) return only.station_code
  const names = found.slice(0, 5).map((station) => `${station.name} (${station.station_code})`)
  throw new WrongUse(
    `${JSON.stringify(text)} may be ${names.join(', ')}${found.length > 5 ? ' ...' : ''}: name one.`,
  )
}
