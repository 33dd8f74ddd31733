/** The facts about a train that rule files can test. */
export interface TrainFacts {
  readonly number: string
  readonly name: string
  readonly routeShortName: string
  readonly routeLongName: string
  readonly agencyName: string
  /** GTFS route type, basic (2: rail) or extended (101: high speed). */
  readonly routeType: number
  /** On the service day, by the clock of the timetable; may be past 24 hours. */
  readonly firstDepartureSeconds: number
  readonly durationSeconds: number
  readonly distanceMeters: number
  /** One per stop, in order. */
  readonly stationCodes: readonly string[]
}
