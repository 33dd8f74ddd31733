import path from 'node:path'
import { assert } from '../../domain/assert.ts'
import type { StationCode } from '../../domain/ids.ts'
import { noOtherNames, type Station } from '../../domain/railway/station.ts'
import { demoSource, type Timetable, type TrainPlan } from '../../domain/railway/timetable.ts'
import { type ConsistRules, checkPairing, type FareRules, readConsistRules, readFareRules } from '../rules.ts'
import type { TrainFacts } from '../train-facts.ts'
import { products, type Service, services, stations } from './halvora.ts'
import { stopsOf } from './route-stops.ts'

/** The clock of Halvora: a zone with daylight-saving time. */
const timeZone = 'Europe/Lisbon'

/** Whole rule files, as an operator would write them. */
export const demoConsistFile = path.join(import.meta.dirname, 'consists.json')
export const demoFareFile = path.join(import.meta.dirname, 'fares.json')

/**
 * The service dates of the demo, `YYYY-MM-DD`, both included. They start
 * yesterday, because yesterday's night trains are still under way.
 */
export function demoHorizon(today: string, horizonDays: number): { fromDate: string; toDate: string } {
  const date = Temporal.PlainDate.from(today)
  return {
    fromDate: date.subtract({ days: 1 }).toString(),
    toDate: date.add({ days: horizonDays }).toString(),
  }
}

/**
 * The Halvora Railways: a fictional island, 29 stations, some 80 trains a day, on sale up to `horizonDays`
 * after `today` (`YYYY-MM-DD`). The same day always gives the same timetable.
 */
export function demoTimetable(today: string, horizonDays: number): Timetable {
  const consistRules = readConsistRules(demoConsistFile)
  const fareRules = readFareRules(demoFareFile)
  const dates = datesOf(demoHorizon(today, horizonDays))
  const trains = services
    .flatMap(trainsOf)
    .map((train) => planOf(train, dates[train.service.days], consistRules, fareRules))
  checkPairing({ consistRules, fareRules }, trains)
  return {
    source: demoSource,
    firstDate: today,
    stations: stations.map(stationOf),
    consists: consistRules.consists,
    fares: fareRules.fares,
    trains,
  }
}

interface PlannedTrain {
  readonly service: Service
  readonly facts: TrainFacts
  readonly stops: TrainPlan['stops']
}

function trainsOf(service: Service): PlannedTrain[] {
  return [
    ...service.out.map((time, index) => trainOf(service, 'out', time, service.number + 2 * index)),
    ...service.back.map((time, index) => trainOf(service, 'back', time, service.number + 2 * index + 1)),
  ]
}

function trainOf(service: Service, direction: 'out' | 'back', time: string, number: number): PlannedTrain {
  const { hour, minute } = Temporal.PlainTime.from(time)
  const stops = stopsOf(service, direction, hour * 3600 + minute * 60)
  const [first, last] = [stops[0], stops.at(-1)]
  if (!first || !last) throw new Error(`${service.product} ${number} calls nowhere`)
  const nameOf = (code: string) => stations.find((station) => station[0] === code)?.[1] ?? code
  const facts: TrainFacts = {
    number: `${service.product} ${number}`,
    name: service.name,
    routeShortName: service.product,
    routeLongName: `${nameOf(first.stationCode)} – ${nameOf(last.stationCode)}`,
    agencyName: 'Halvora Railways',
    routeType: products[service.product].routeType,
    firstDepartureSeconds: first.departureSeconds,
    durationSeconds: last.arrivalSeconds - first.departureSeconds,
    distanceMeters: last.distanceMeters,
    stationCodes: stops.map((stop) => stop.stationCode),
  }
  return { service, facts, stops }
}

function planOf(
  { facts, stops }: PlannedTrain,
  serviceDates: readonly string[],
  consistRules: ConsistRules,
  fareRules: FareRules,
): TrainPlan {
  const { number, name } = facts
  const consistName = consistRules.consistFor(facts)
  const fareName = fareRules.fareFor(facts)
  assert(consistName !== null && fareName !== null, `train ${number} of the demo railway is not for sale`)
  return { key: number, number, name, stops, timeZone, consistName, fareName, serviceDates }
}

function stationOf([code, name, latitude, longitude]: (typeof stations)[number]): Station {
  return { code: code as StationCode, name, timeZone, latitude, longitude, ...noOtherNames }
}

/** The service dates of each kind of day, made once and shared by all its trains. */
function datesOf(horizon: { fromDate: string; toDate: string }): Record<Service['days'], readonly string[]> {
  const daily: Temporal.PlainDate[] = []
  const end = Temporal.PlainDate.from(horizon.toDate)
  for (
    let date = Temporal.PlainDate.from(horizon.fromDate);
    Temporal.PlainDate.compare(date, end) <= 0;
    date = date.add({ days: 1 })
  )
    daily.push(date)
  const written = (dates: Temporal.PlainDate[]) => dates.map((date) => date.toString())
  return {
    daily: written(daily),
    weekdays: written(daily.filter((date) => date.dayOfWeek <= 5)),
    weekends: written(daily.filter((date) => date.dayOfWeek > 5)),
  }
}
