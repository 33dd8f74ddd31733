import assert from 'node:assert/strict'
import type { CancellationId, QuoteId, RefundId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { expireHolds } from '../../domain/inventory/expire-holds.ts'
import type { Decision, Inventory } from '../../domain/inventory/inventory.ts'
import { Picture } from '../../domain/inventory/picture.ts'
import { assertSamePicture } from '../../domain/inventory/same-picture.fixture.ts'
import { failCapture } from '../../domain/money/fail-capture.ts'
import { postponeStep, recordCapture, recordRefund, recordVoid } from '../../domain/money/settle-payment.ts'
import {
  cancel,
  close,
  confirm,
  decline,
  giveUp,
  hold,
  type Named,
  type Play,
  pick,
  pin,
  quote,
  release,
  type Stage,
  sell,
  takeBack,
} from '../../domain/plays.fixture.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import type { Payment } from '../../domain/records/payment.ts'
import { World } from '../../domain/world.fixture.ts'
import type { RunReader } from '../backend.ts'
import type { EngineStore } from '../engine-store.ts'
import type { Scope } from '../store.ts'
import type { PostgresBackend } from './postgres-backend.ts'

export interface Node {
  readonly store: EngineStore
  readonly backend: PostgresBackend
}

/**
 * Nodes that take turns in deciding for one run, and the plain world beside them, which gives the expected
 * answers.
 */
export class Turns implements Stage {
  readonly world: World
  readonly #nodes: readonly Node[]
  #asked: ((store: EngineStore) => Promise<void>)[] = []
  /** Whose turn it was before. */
  #last: Node | undefined

  constructor(run: TrainRun, nodes: readonly Node[], now: Instant) {
    this.world = new World(run)
    this.world.now = now
    this.#nodes = nodes
  }

  decide<T, R extends { readonly code: string }>(
    { key, ...ids }: Named,
    rule: (inventory: Inventory, now: Instant) => Decision<T, R>,
  ): void {
    const expected = this.world.decide(rule)
    const scope: Scope = {
      ...ids,
      trainRunId: this.world.run.id,
      ...(key ? { key: { route: key[0], userId: key[1], key: key[2] } } : {}),
    }
    this.#asked.push(async (store) => assert.deepEqual(await store.decide(scope, rule), expected))
  }

  /**
   * A node repeats the world's decisions, command by command, and its picture is compared with the run loaded
   * whole.
   */
  async take(turn: number): Promise<void> {
    const node = this.#nodes[turn % this.#nodes.length]
    const asked = this.#asked
    this.#asked = []
    if (!node || asked.length === 0) return
    const isAlone = this.#last === node
    this.#last = node
    const before = seatsOf(node, this.world.run)
    for (const ask of asked) await ask(node.store)
    await this.#compare(node)
    const now = seatsOf(node, this.world.run)
    if (!before || !now || before.picture !== now.picture) return
    if (now.claims !== before.claims) assert.ok(now.seq > before.seq, 'seatsSeq of claims that changed')
    // This node may have undone what another node did meanwhile, such as a pin that it took back.
    else if (isAlone) assert.equal(now.seq, before.seq, 'seatsSeq of the same claims')
  }

  async #compare({ store, backend }: Node): Promise<void> {
    const { run } = this.world
    const state = (await backend.loadRuns([run.id])).get(run.id)
    const picture = store.pictureNow(run.id)
    assert.ok(picture && state)
    assertSamePicture(picture, new Picture(run, state), this.world)
  }
}

/** The claims that a node has in memory, and the commit that last changed them according to it. */
function seatsOf({ store }: Node, run: TrainRun) {
  const picture = store.pictureNow(run.id)
  if (!picture) return undefined
  const claims = run.consist.seats.flatMap(({ id }) =>
    picture.claimsOn(id).map((claim) => Object.entries(claim).sort().join()),
  )
  return { picture, seq: picture.seatsSeq, claims: claims.join(' ') }
}

/** Lets a test change how a node's transactions read pictures. */
export function changeReader({ backend }: Node, change: (reader: RunReader) => RunReader): void {
  const begin = backend.begin.bind(backend)
  backend.begin = async (ids, waits) => {
    const transaction = await begin(ids, waits)
    return { ...transaction, ...change(transaction) }
  }
}

/** Does something with one of the last payments that has a step due, or with any. */
function withPayment(
  act: (stage: Stage, payment: Payment, id: number) => void,
  isMeant: (payment: Payment) => boolean = ({ dueStep }) => dueStep !== null,
): Play {
  return (stage, which, _more, id) => {
    const payment = pick(new Map([...stage.world.payments].filter(([, one]) => isMeant(one))), which)
    if (payment) act(stage, payment, id)
  }
}

function named({ id: paymentId, holdId, bookingId }: Payment): Named {
  return { paymentId, holdId, ...(bookingId === null ? {} : { bookingId }) }
}

/** The provider has done what was due. */
const settle = withPayment((stage, payment, id) => {
  const { id: paymentId, dueStep } = payment
  stage.decide(named(payment), (inventory, now) =>
    dueStep === 'VOID'
      ? recordVoid(inventory, { paymentId, outcome: 'voided' })
      : recordCapture(inventory, { paymentId, refundId: id as RefundId }, now),
  )
})

/** The provider did not answer. */
const postpone = withPayment((stage, payment) =>
  stage.decide(named(payment), (inventory, now) =>
    postponeStep(inventory, { paymentId: payment.id, refundId: null, backoffMs: 1000 }, now),
  ),
)

/** The provider says never. */
const refuseCapture = withPayment(
  (stage, payment, id) => {
    const ids = { paymentId: payment.id, quoteId: id as QuoteId, cancellationId: id as CancellationId }
    stage.decide(named(payment), (inventory, now) =>
      failCapture(inventory, { ...ids, quoteToken: `q${id}` }, now),
    )
  },
  ({ dueStep }) => dueStep === 'CAPTURE',
)

/** The provider has refunded money. */
const refund: Play = (stage, which) => {
  const due = pick(stage.world.refunds, which)
  if (!due) return
  const command = { paymentId: due.paymentId, refundId: due.id }
  stage.decide(command, (inventory) => recordRefund(inventory, command))
}

const expire: Play = (stage) => stage.decide({}, expireHolds)

/** Everything that can happen to a run, each as often as it should be drawn. */
export const everyPlay: readonly Play[] = [
  ...[sell, sell, sell, hold, hold, hold, pin, pin, confirm, confirm],
  ...[release, decline, close, takeBack, takeBack, expire, quote, cancel, giveUp, giveUp],
  ...[settle, settle, postpone, postpone, refuseCapture, refund],
]
