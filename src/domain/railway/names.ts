/** A text by language: a BCP 47 tag, such as `de` or `pt-BR`, and the text in it. */
export type TextByLanguage = Readonly<Record<string, string>>

/** A text of the timetable for passengers. */
export interface Wording {
  /** As the timetable has it. */
  readonly text: string
  /** The same by language, with the language of the timetable itself if that is known. */
  readonly byLanguage: TextByLanguage
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
