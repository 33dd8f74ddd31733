import { searchForm } from '../domain/text.ts'
import { ask, query } from './api.ts'
import { chosenNumber } from './ask.ts'
import type { Context } from './context.ts'
import { CommandFailed, WrongUse } from './failures.ts'
import type { Operations } from './operations.ts'
import { showInLine } from './terminal.ts'

interface StationBody {
  readonly station_code: string
  readonly name: string
  /** Where it is, if another station has its name. */
  readonly near: { readonly name: string } | null
}

/** The most stations that the API gives for a text. */
const mostStations = '1000'
/** How many stations a question or an error names. */
const mostNamed = 20

export async function listStations(operations: Operations, q: string): Promise<readonly StationBody[]> {
  const { stations } = await ask<{ stations: readonly StationBody[] }>(operations, {
    method: 'GET',
    path: `/api/stations${query({ q, limit: mostStations })}`,
  })
  return stations
}

/**
 * The code of the station that the text means: by its code as written, else by the code or name of only one
 * station, else by a part that only one station has. If it could be several, it asks on a terminal, and
 * elsewhere throws with their codes and places.
 */
export async function findStationCode(
  context: Context,
  operations: Operations,
  text: string,
): Promise<string> {
  const found = text.trim() === '' ? [] : await listStations(operations, text)
  const meant = stationsMeant(found, text)
  const [only, another] = meant
  if (!only)
    throw new CommandFailed(
      `There is no station ${JSON.stringify(text)}: run "holdfast stations" for the list.`,
    )
  return another ? chooseStation(context, text, meant) : only.station_code
}

/** The stations that a text names wholly; if there is none, those that it names in part. */
function stationsMeant(found: readonly StationBody[], text: string): readonly StationBody[] {
  const sameCode = found.filter((station) => station.station_code === text)
  if (sameCode.length > 0) return sameCode
  const wanted = searchForm(text)
  const named = found.filter((station) => isNamed(station, wanted))
  return named.length > 0 ? named : found
}

function isNamed({ station_code: code, name }: StationBody, wanted: string): boolean {
  return [code, name].some((one) => searchForm(one) === wanted)
}

/** A station of several that a text could mean: a person decides, never the order of a list. */
async function chooseStation(
  { output, tools }: Context,
  text: string,
  meant: readonly StationBody[],
): Promise<string> {
  const named = meant.slice(0, mostNamed)
  const more = meant.length > named.length ? ` and ${meant.length - named.length} more` : ''
  if (tools.ask !== null && !output.isJson) {
    output.note(
      `${JSON.stringify(text)} could be${more === '' ? '' : ` one of ${meant.length} stations, such as`}:`,
    )
    for (const [index, station] of named.entries()) output.note(`  ${index + 1}  ${describeStation(station)}`)
    const answer = await tools.ask(showInLine(`Which one? [1 to ${named.length}] `))
    const chosen = named[(chosenNumber(answer, named.length) ?? 0) - 1]
    if (chosen) return chosen.station_code
  }
  throw new WrongUse(
    `${JSON.stringify(text)} could be ${named.map(describeStation).join(', ')}${more}: give the code of one.`,
  )
}

/** `Neustadt (NST, near Augsburg)`. */
function describeStation({ station_code: code, name, near }: StationBody): string {
  return `${name} (${code}${near === null ? '' : `, near ${near.name}`})`
}
