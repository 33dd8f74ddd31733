import type { Static } from 'typebox'
import { type SeatMap, type SeatStatus, takenStatuses } from '../../app/inventory/seat-map.ts'
import { companionSeats } from '../../domain/inventory/companions.ts'
import type { Coach, Consist, Seat } from '../../domain/railway/consist.ts'
import { priceCents } from '../../domain/railway/price.ts'
import type { SeatMap as MapSchema, Seat as SeatSchema } from '../schemas/seats.ts'

/** A read-only view, which can refer to shared data whose lists must not change. */
type Read<T> = T extends object ? { readonly [K in keyof T]: Read<T[K]> } : T

type MapView = Read<Static<typeof MapSchema>>
type MapHead = Omit<MapView, 'coaches' | 'companion_seats'>
type CoachHead = Omit<MapView['coaches'][number], 'seats'>
type SeatView = Read<Static<typeof SeatSchema>>
type SeatHead = Pick<SeatView, 'seat_id' | 'seat_number' | 'seat_label'>
type SeatGap = Pick<SeatView, 'status' | 'price_cents'>
type SeatTail = Omit<SeatView, keyof (SeatHead & SeatGap)>

/**
 * The text of a consist's coaches, with a gap for each seat's status and price. Only those differ from run to
 * run, out of 200 bytes per seat, so the rest is written once.
 */
interface Template {
  /** The index in the consist of the seat whose gap follows the piece of text at the same position. */
  readonly seatIndexes: readonly number[]
  /** Position in `travelClasses` of the same seat. */
  readonly classIndexes: readonly number[]
  readonly pieces: readonly string[]
  readonly end: string
  /** The seats of companions, which are the same for each run. */
  readonly companions: string
}

const templates = new WeakMap<Consist, Template>()

/** The seat map as JSON text. */
export function seatMapText({
  run,
  segment,
  meters,
  from,
  to,
  picture,
  now,
}: Omit<SeatMap, 'basis'>): string {
  const { consist } = run
  const template = templateOf(consist)
  const gaps = consist.travelClasses.map((travelClass) =>
    gapTexts(priceCents(run, travelClass, segment, meters)),
  )
  const statuses = takenStatuses(picture, { run, segment }, now)
  const head: MapHead = {
    train_run_id: String(run.id),
    from_station_code: from,
    to_station_code: to,
    commit_seq: picture.commitSeq,
    currency: run.fare.currency,
  }
  let text = `${open(head)}"companion_seats":${template.companions},"coaches":[`
  for (let position = 0; position < template.pieces.length; position++) {
    const status = statuses[template.seatIndexes[position] ?? 0] ?? 'AVAILABLE'
    text += (template.pieces[position] ?? '') + (gaps[template.classIndexes[position] ?? 0]?.[status] ?? '')
  }
  return `${text}${template.end}]}`
}

/** The text for a seat's gap, by status, at one price. */
function gapTexts(price: number): Readonly<Record<SeatStatus, string>> {
  const text = (status: SeatStatus) => {
    const gap: SeatGap = { status, price_cents: price }
    return JSON.stringify(gap).slice(1, -1)
  }
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
    const head: CoachHead = { coach_number: number, travel_class: travelClass, layout }
    text += `${position === 0 ? '' : ','}${open(head)}"seats":[`
    for (const [index, seat] of seats.entries()) {
      pieces.push(`${text}${index === 0 ? '' : ','}${seatHead(seat)}`)
      seatIndexes.push(seat.index)
      classIndexes.push(consist.travelClasses.indexOf(seat.travelClass))
      text = seatTail(seat)
    }
    text += ']}'
  }
  return { seatIndexes, classIndexes, pieces, end: text, companions: companionsText(consist) }
}

function companionsText(consist: Consist): string {
  const seats: MapView['companion_seats'] = Array.from(companionSeats(consist), ([space, { number }]) => ({
    wheelchair_space: space,
    seat_number: number,
  }))
  return JSON.stringify(seats)
}

interface CoachEntry extends Coach {
  readonly travelClass: string | null
  readonly seats: readonly Seat[]
}

/**
 * A coach with seats of several classes is listed once per class, so counts by class are exact. A coach
 * without seats keeps its place.
 */
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
  const head: SeatHead = { seat_id: String(seat.id), seat_number: seat.number, seat_label: seat.label }
  return open(head)
}

function seatTail({ features, kind, deck, x, y, group }: Seat): string {
  const tail: SeatTail = { features, kind, deck, x, y, group }
  return `,${JSON.stringify(tail).slice(1)}`
}

/** The text of an object, left open for more members. */
function open(head: object): string {
  return `${JSON.stringify(head).slice(0, -1)},`
}
