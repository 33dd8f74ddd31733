import { type SeatMap, type SeatStatus, takenStatuses } from '../../app/seat-map.ts'
import type { Coach, Consist, Seat } from '../../domain/consist.ts'
import { priceCents } from '../../domain/price.ts'

/**
 * The text of a consist's coaches with a gap for each seat's status and price. Of the 200 bytes that a seat takes, those are all
 * that differ from run to run, so the rest is written once.
 */
interface Template {
  /** Index in the consist of the seat whose gap follows the piece of text at the same position. */
  readonly seatIndexes: readonly number[]
  /** Position in `travelClasses` of the same seat. */
  readonly classIndexes: readonly number[]
  readonly pieces: readonly string[]
  readonly end: string
}

const templates = new WeakMap<Consist, Template>()

/** The seat map as JSON text. */
export function seatMapText({ run, segment, from, to, picture, now }: SeatMap): string {
  const { consist } = run
  const template = templateOf(consist)
  const gaps = consist.travelClasses.map((travelClass) => gapTexts(priceCents(run, travelClass, segment)))
  const statuses = takenStatuses(picture, { run, segment }, now)
  let text = `{"train_run_id":"${run.id}","from_station_code":${JSON.stringify(from)},"to_station_code":${JSON.stringify(
    to,
  )},"commit_seq":${picture.commitSeq},"currency":${JSON.stringify(run.fare.currency)},"coaches":[`
  for (let position = 0; position < template.pieces.length; position++) {
    const status = statuses[template.seatIndexes[position] ?? 0] ?? 'AVAILABLE'
    text += (template.pieces[position] ?? '') + (gaps[template.classIndexes[position] ?? 0]?.[status] ?? '')
  }
  return `${text}${template.end}]}`
}

/** What stands in a seat's gap, by status, at one price. */
function gapTexts(price: number): Readonly<Record<SeatStatus, string>> {
  const text = (status: SeatStatus) => `"status":"${status}","price_cents":${price}`
  return { AVAILABLE: text('AVAILABLE'), HELD: text('HELD'), BOOKED: text('BOOKED') }
}

function templateOf(consist: Consist): Template {
  let template = templates.get(consist)
  if (!template) {
    template = makeTemplate(consist)
    templates.set(consist, template)
  }
  return template
}

function makeTemplate(consist: Consist): Template {
  const seatIndexes: number[] = []
  const classIndexes: number[] = []
  const pieces: string[] = []
  let text = ''
  for (const [position, { number, layout, travelClass, seats }] of coachesByClass(consist).entries()) {
    text += `${position === 0 ? '' : ','}{"coach_number":${JSON.stringify(number)},"travel_class":${JSON.stringify(
      travelClass,
    )},"layout":${JSON.stringify(layout)},"seats":[`
    for (const [index, seat] of seats.entries()) {
      pieces.push(`${text}${index === 0 ? '' : ','}${seatHead(seat)}`)
      seatIndexes.push(seat.index)
      classIndexes.push(consist.travelClasses.indexOf(seat.travelClass))
      text = seatTail(seat)
    }
    text += ']}'
  }
  return { seatIndexes, classIndexes, pieces, end: text }
}

interface CoachEntry extends Coach {
  readonly travelClass: string | null
  readonly seats: readonly Seat[]
}

/** A coach with seats of several classes is listed once for each, so that counts by class are exact; one without seats in its place. */
function coachesByClass(consist: Consist): readonly CoachEntry[] {
  return consist.coaches.flatMap((coach): readonly CoachEntry[] => {
    const seats = consist.seats.filter((seat) => seat.coachNumber === coach.number)
    if (seats.length === 0) return [{ ...coach, travelClass: null, seats }]
    return consist.travelClasses.flatMap((travelClass) => {
      const ofClass = seats.filter((seat) => seat.travelClass === travelClass)
      return ofClass.length === 0 ? [] : [{ ...coach, travelClass, seats: ofClass }]
    })
  })
}

function seatHead(seat: Seat): string {
  return `{"seat_id":"${seat.id}","seat_number":${JSON.stringify(seat.number)},"seat_label":${JSON.stringify(seat.label)},`
}

function seatTail({ features, kind, deck, x, y, group }: Seat): string {
  return `,${JSON.stringify({ features, kind, deck, x, y, group }).slice(1)}`
}
