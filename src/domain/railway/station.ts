import type { StationCode } from '../ids.ts'
import type { TextByLanguage } from './names.ts'

/** A named place served by trains. */
export interface Station {
  readonly code: StationCode
  readonly name: string
  /** IANA name; the zone of the clocks on the platform. */
  readonly timeZone: string
  /** Degrees, WGS 84; null if the timetable does not say. */
  readonly latitude: number | null
  readonly longitude: number | null
  /** The name by language, with the language of the timetable itself if that is known. */
  readonly names: TextByLanguage
  /** How its name is spoken, if it is written otherwise: passengers may type what they hear. */
  readonly spokenNames: readonly string[]
}

/** The other names of a station that has none. */
export const noOtherNames: Pick<Station, 'names' | 'spokenNames'> = { names: {}, spokenNames: [] }
