import assert from 'node:assert/strict'

/** What one client asked for, by positions of stations, and whether it was sold. */
export interface Outcome {
  readonly from: number
  readonly to: number
  readonly seats: readonly string[]
  readonly sold: boolean
}

/**
 * Checks that the sales could have happened one after the other: no leg of a seat was sold twice, and, since
 * nothing was given back, every refusal has a sale in its way.
 */
export function assertSerial(outcomes: readonly Outcome[]): void {
  const taken = outcomes.filter((one) => one.sold).flatMap(legsOf)
  const takenOnce = new Set(taken)
  assert.equal(taken.length, takenOnce.size, 'a leg of a seat is sold twice')
  for (const refused of outcomes.filter((one) => !one.sold))
    assert.ok(
      legsOf(refused).some((leg) => takenOnce.has(leg)),
      `refused without need: ${JSON.stringify(refused)}`,
    )
}

function legsOf({ from, to, seats }: Outcome): string[] {
  return seats.flatMap((seat) => Array.from({ length: to - from }, (_, leg) => `${seat} ${from + leg}`))
}
