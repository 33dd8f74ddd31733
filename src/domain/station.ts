import type { StationCode } from './ids.ts'

/** A named place served by trains. */
export interface Station {
  readonly code: StationCode
  readonly name: string
  /** IANA name; what a clock on the platform shows. */
  readonly timeZone: string
  /** Degrees, WGS 84; null where the timetable does not say. */
  readonly latitude: number | null
  readonly longitude: number | null
}
