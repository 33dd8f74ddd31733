/** A picture like that of a very long train: so many seats and legs, and about four claims on each seat. */
export function largePicture(seatCount: number, legCount: number) {
  const stops = Array.from({ length: legCount + 1 }, (_, index) => ({
    ...{ station_code: `S${index}`, name: `Stop ${index}`, names: {}, headsign: null, headsigns: {} },
    ...{ arrival_time: '2027-03-17T09:00:00+01:00', departure_time: '2027-03-17T09:01:00+01:00' },
    ...{ can_board: true, can_alight: true },
  }))
  const coachCount = Math.ceil(seatCount / 80)
  const numbers = Array.from({ length: seatCount }, (_, index) => {
    const coach = (index % coachCount) + 1
    return { coach: String(coach), number: `${coach}-${Math.floor(index / coachCount) + 1}` }
  })
  const coaches = Array.from({ length: coachCount }, (_, index) => ({
    ...{ coach_number: String(index + 1), title: 'Open saloon' },
    seats: numbers
      .filter(({ coach }) => coach === String(index + 1))
      .map(({ number }) => ({
        ...{ seat_number: number, seat_label: number.split('-')[1], travel_class: 'SECOND' },
      })),
  }))
  const statuses = ['BOOKED', 'BOOKED', 'HELD', 'BLOCKED']
  const claimsOn = (seat: number) =>
    Array.from({ length: 4 }, (_, part) => ({
      ...{ from_leg: part * 5 + (seat % 2), to_leg: part * 5 + 3 + (seat % 3) },
      ...{ status: statuses[(seat + part) % 4], booking_id: null, hold_id: null, expires_at: null },
    }))
  const asOf = { as_of: '2027-03-17T08:00:00.000Z', edition: 0 }
  return {
    numbers: numbers.map(({ number }) => number),
    body: {
      ...{ train_run_id: '1', train_number: 'X 1', train_name: 'Long', service_date: '2027-03-17' },
      ...{ ...asOf, commit_seq: 1, off_sale_reason: null, consist: 'long', stops, coaches },
      seats: numbers.map(({ number }, seat) => ({ seat_number: number, claims: claimsOn(seat) })),
    },
    /** All claims of these seats are gone. */
    emptied: (seatNumbers: readonly string[]) => ({
      ...{ ...asOf, commit_seq: 2, is_whole: false },
      seats: seatNumbers.map((seat_number) => ({ seat_number, claims: [] })),
    }),
  }
}
