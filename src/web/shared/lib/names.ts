import { searchForm } from '../../../domain/text.ts'
import type { Station } from '../api-types.ts'

/** A name as the API gives it: as the timetable has it, and by language. */
export interface Named {
  readonly name: string
  readonly names: Readonly<Record<string, string>>
}

interface ShownName {
  readonly text: string
  /** The language of the text, if it is known. */
  readonly lang: string | undefined
}

/** The name in the reader's language if the timetable has it, else as the timetable has it. */
export function nameIn(language: string, { name, names }: Named): ShownName {
  const own = Object.keys(names)
    .filter((tag) => isOf(tag, language))
    .sort((a, b) => a.length - b.length)[0]
  if (own !== undefined) return { text: names[own] ?? name, lang: own }
  return { text: name, lang: Object.keys(names).find((tag) => names[tag] === name) }
}

/** Whether a tag such as `de-AT` is of a language such as `de`. */
export function isOf(tag: string, language: string): boolean {
  return tag === language || tag.startsWith(`${language}-`)
}

/** The stations that a typed text names wholly, by code or in any language. */
export function stationsNamed(stations: readonly Station[], typed: string): readonly Station[] {
  const wanted = searchForm(typed)
  return stations.filter((station) =>
    [station.station_code, ...allNames(station)].some((one) => wanted !== '' && searchForm(one) === wanted),
  )
}

/** The name by which a typed text found a station, if it is none that the reader sees. */
export function otherName(language: string, station: Named, typed: string): string | undefined {
  const wanted = searchForm(typed)
  const has = (name: string) => searchForm(name).includes(wanted)
  return has(nameIn(language, station).text) ? undefined : allNames(station).find(has)
}

function allNames({ name, names }: Named): readonly string[] {
  return [name, ...Object.values(names)]
}
