import type { Headsign } from '../../domain/railway/names.ts'
import type { Translations } from './translations.ts'
import type { FeedTrip, StopTime } from './trips.ts'

interface Shown {
  readonly fromStop: number
  readonly text: string
  /** The call whose `stop_headsign` it is; undefined if it is the headsign of the trip. */
  readonly call: StopTime | undefined
}

/**
 * What the train of a trip shows, from which stop on: `stop_headsign` where a call has one, else the headsign
 * of the trip (GTFS reference, stop_times.txt). Empty if the feed has neither.
 */
export function shownOn(trip: FeedTrip): readonly Shown[] {
  const shown: Shown[] = []
  for (const [index, call] of callsThatLeave(trip).entries()) {
    const text = call.headsign || trip.headsign
    if (text !== (shown.at(-1)?.text ?? ''))
      shown.push({ fromStop: index, text, call: call.headsign ? call : undefined })
  }
  return shown
}

/** The calls of a trip in order, each number once, without the last; few trips change their headsign. */
function callsThatLeave({ stopTimes }: FeedTrip): readonly StopTime[] {
  if (stopTimes.every((call) => call.headsign === '')) return stopTimes.slice(0, 1)
  const calls = stopTimes.toSorted((a, b) => a.sequence - b.sequence)
  return calls.filter((call, index) => call.sequence !== calls[index - 1]?.sequence).slice(0, -1)
}

/** Gives each trip what its train shows, in all languages; trips that show the same share it. */
export function headsignReader(translations: Translations): (trip: FeedTrip) => readonly Headsign[] {
  const shared = new Map<string, readonly Headsign[]>()
  const ofTrip = new Map<FeedTrip, readonly Headsign[]>()
  return (trip) => {
    const known = ofTrip.get(trip)
    if (known) return known
    const made = shownOn(trip).map(({ fromStop, text, call }) => ({
      fromStop,
      text,
      byLanguage: call
        ? translations.of('stop_times.stop_headsign', [`${trip.id}\n${call.sequence}`], text)
        : translations.of('trips.trip_headsign', [trip.id], text),
    }))
    const content = JSON.stringify(made)
    const headsigns = shared.get(content) ?? made
    shared.set(content, headsigns)
    ofTrip.set(trip, headsigns)
    return headsigns
  }
}
