/** A text by language: a BCP 47 tag, such as `de` or `pt-BR`, and the text in it. */
export type TextByLanguage = Readonly<Record<string, string>>

/** A text of the timetable for passengers. */
export interface Wording {
  /** As the timetable has it. */
  readonly text: string
  /** The same by language, with the language of the timetable itself if that is known. */
  readonly byLanguage: TextByLanguage
}

/** A text in a language: as the timetable has it if it has none in that language. */
export function textIn(language: string, { text, byLanguage }: Wording): string {
  const tag = Object.keys(byLanguage)
    .filter((one) => one === language || one.startsWith(`${language}-`))
    .sort((a, b) => a.length - b.length)[0]
  return tag === undefined ? text : (byLanguage[tag] ?? text)
}

/** What a train shows as its destination, from one of its stops on until the next entry. */
export interface Headsign extends Wording {
  /** Index of the stop. */
  readonly fromStop: number
}

/** What a train shows when it leaves a stop; undefined if the timetable does not say. */
export function headsignAt(headsigns: readonly Headsign[], stopIndex: number): Wording | undefined {
  const shown = headsigns.findLast(({ fromStop }) => fromStop <= stopIndex)
  return shown?.text === '' ? undefined : shown
}
