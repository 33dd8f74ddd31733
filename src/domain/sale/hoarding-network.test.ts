import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createRandom } from '../../../test/harness/random.ts'
import type { UserId } from '../ids.ts'
import { after } from '../instant.ts'
import { expireHolds } from '../inventory/expire-holds.ts'
import { makeRun } from '../railway/run.fixture.ts'
import { keepsSeats } from '../records/hold.ts'
import { World } from '../world.fixture.ts'
import { take } from './counted.fixture.ts'
import type { PlaceHold } from './place-hold.ts'
import { pin, pinned, yes } from './sale.fixture.ts'

const seed = 20_260_611
const seatsOfTrain = 200
const blocks = 50
const sessions = 1_000
const stepMs = 5_000
/** One honest buyer comes in so many steps, and takes a minute to pay. */
const stepsForEach = 5
const payingSteps = 60_000 / stepMs
/** Rounds in a step by the device of an honest buyer. */
const roundsOfDevice = 500_000 * (stepMs / 1_000)

/** Rounds in a step by a machine that hoards. */
const fourCores = 4 * 1_400_000 * (stepMs / 1_000)

interface Buyer {
  readonly userId: number
  /** The work that their device has done. */
  work: number
  hold?: { readonly id: number; readonly seats: string; readonly paidAt: number }
}

/** Who guards the train, and how many rounds in a step the machines that hoard can do. */
interface Setting {
  readonly minutes: number
  readonly isVouched: boolean
  readonly roundsOfHoarders?: number
}

/**
 * Some minutes in which sessions from many blocks take every seat they can and let it run out, while honest
 * buyers come one by one, each from a network of their own, to hold and pay two seats. The device of a buyer
 * works as long as it is asked to.
 */
function simulate({ minutes, isVouched, roundsOfHoarders = 0 }: Setting) {
  const steps = (minutes * 60_000) / stepMs
  const random = createRandom(seed)
  const rows = Array.from({ length: seatsOfTrain / 4 }, () => 'wa aw')
  const world = new World(makeRun([{ number: '1', rows }]))
  const buyers: Buyer[] = []
  let [ids, served, most, rounds] = [0, 0, 0, 0]

  function ask(userId: number, seats: number, block: number, provenWork: number) {
    const counted: Pick<PlaceHold, 'block' | 'vouching'> & { readonly userId: UserId } = {
      block: { names: [block], share: 0.1 },
      userId: userId as UserId,
      ...(isVouched ? { vouching: { share: 0.2, isKnown: false, provenWork } } : {}),
    }
    return { id: ++ids, reply: take({ world, id: ids, seats, legs: 'A-E' }, counted) }
  }

  function hoard(): void {
    rounds = roundsOfHoarders
    for (const seats of [9, 4, 1])
      for (let failed = 0; failed < 10; ) {
        const session = random.int(sessions)
        const { reply } = ask(1 + session, seats, 1 + (session % blocks), 0)
        if (reply.ok) continue
        failed++
        if (reply.refusal.code !== 'class_under_pressure') continue
        const { work } = reply.refusal
        if (work > rounds) break
        rounds -= work
        ask(1 + session, seats, 1 + (session % blocks), work)
      }
    most = Math.max(most, heldByHoarders(world))
  }

  function buy(buyer: Buyer, step: number): void {
    if (buyer.hold) {
      if (buyer.hold.paidAt !== step) return
      const { id, seats } = buyer.hold
      pinned(world, pin(`p${id}`, `h${id}`, seats, { userId: buyer.userId as UserId }))
      if (yes(world, `p${id}`, `b${id}`).ok) served++
      return
    }
    const { id, reply } = ask(buyer.userId, 2, 1_000 + buyer.userId, buyer.work)
    if (!reply.ok) {
      buyer.work += roundsOfDevice
      return
    }
    const held = new Set(reply.value.hold.seats.map(({ seatId }) => seatId))
    const numbers = world.run.consist.seats.filter((seat) => held.has(seat.id)).map(({ number }) => number)
    buyer.hold = { id, seats: numbers.join(' '), paidAt: step + payingSteps }
  }

  for (let step = 0; step < steps + 2 * payingSteps; step++) {
    world.now = after(world.now, stepMs)
    world.decide(expireHolds)
    hoard()
    if (step < steps && step % stepsForEach === 0)
      buyers.push({ userId: sessions + buyers.length + 1, work: 0 })
    for (const buyer of buyers) buy(buyer, step)
  }
  return { served: served / buyers.length, buyers: buyers.length, most }
}

/** The seats that hoarders keep now. */
function heldByHoarders(world: World): number {
  return [...world.holds.values()]
    .filter((hold) => hold.userId <= sessions && keepsSeats(hold, world.now))
    .reduce((sum, hold) => sum + hold.seats.length, 0)
}

function tell(t: TestContext, { served, buyers, most }: ReturnType<typeof simulate>): void {
  const share = `${Math.round(served * 100)} % of ${buyers} buyers`
  t.diagnostic(`seed ${seed}: hoarders held ${most} of ${seatsOfTrain} seats at most, ${share} got seats`)
}

test('Z17: of a train that 1,000 sessions from 50 blocks want for half an hour, they hold a fifth, and 95 % of buyers get seats', (t) => {
  const result = simulate({ minutes: 30, isVouched: true })
  tell(t, result)
  assert.ok(result.most <= seatsOfTrain / 5, `${result.most}`)
  assert.ok(result.served >= 0.95, `${result.served}`)
})

test('Z17: if only blocks are counted, the same sessions hold the whole train, and hardly a buyer gets a seat', (t) => {
  const result = simulate({ minutes: 5, isVouched: false })
  tell(t, result)
  assert.equal(result.most, seatsOfTrain)
  assert.ok(result.served < 0.1, `${result.served}`)
})

test('Z17: hoarders who work, with four cores, do not keep buyers out either', (t) => {
  const result = simulate({ minutes: 10, isVouched: true, roundsOfHoarders: fourCores })
  tell(t, result)
  assert.ok(result.served >= 0.95, `${result.served}`)
})
