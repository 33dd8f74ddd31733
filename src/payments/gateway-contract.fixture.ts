import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GatewayRefused, GatewayUnanswered, type PaymentGateway, type ProviderEvent } from './gateway.ts'

/** A provider of payments as its suite needs it: with an empty ledger, and ways to make it misbehave. */
export interface ProviderWorld {
  readonly gateway: PaymentGateway
  /** What a passenger pays with to be granted, to be declined, and to get no answer and no authorization. */
  readonly tokens: { readonly granted: string; readonly declined: string; readonly silent: string }
  /** A webhook about the payment, as the provider sends it at this second. */
  readonly eventAbout: (key: string, nowSeconds: number) => ProviderEvent
  /** The webhook as somebody sends it who does not have the provider's secret. */
  readonly forge: (event: ProviderEvent) => ProviderEvent
}

const never = new AbortController().signal
const cents = 900
const currency = 'EUR'

function authorize({ gateway }: ProviderWorld, key: string, token: string, deadline = never) {
  return gateway.authorize({ key, amountCents: cents, currency, token }, deadline)
}

async function captured(world: ProviderWorld, key: string): Promise<void> {
  await authorize(world, key, world.tokens.granted)
  await world.gateway.capture(key, cents)
}

async function twice(step: () => Promise<unknown>): Promise<unknown> {
  const answer = await step()
  assert.deepEqual(await step(), answer, 'a repeated request has another answer')
  return answer
}

/** The whole ledger, by pages of `limit`, and the cursor after it. */
async function readLedger({ gateway }: ProviderWorld, after: string | null, limit: number) {
  const keys: string[] = []
  let cursor = after
  for (let page = 0; page < 100; page++) {
    const { payments, next } = await gateway.list(cursor, limit)
    assert(payments.length <= limit, 'a page is longer than was asked for')
    keys.push(...payments.map(({ key }) => key))
    if (next === null) return { keys, cursor }
    cursor = next
  }
  throw new Error('the ledger has no end')
}

/** What every provider does behind the port; each test opens a world of its own. */
export function gatewayContract(name: string, open: () => Promise<ProviderWorld>): void {
  test(`P41: ${name}: a step repeated under its key is done once and answered alike`, async () => {
    const world = await open()
    const { gateway, tokens } = world
    const granted = await twice(() => authorize(world, 'hf-1-1', tokens.granted))
    assert.deepEqual(granted, { status: 'authorized', amountCents: cents, currency })
    await twice(() => gateway.capture('hf-1-1', cents))
    await twice(() => gateway.refund('hf-1-1', 'r1', 400))
    await gateway.refund('hf-1-1', 'r2', 500)
    await gateway.refund('hf-1-1', 'r1', 400)
    await twice(() => gateway.payOut('hf-1-2', 300, currency))
    await authorize(world, 'hf-1-3', tokens.granted)
    assert.equal(await twice(() => gateway.void('hf-1-3')), 'voided')

    const first = await gateway.find('hf-1-1')
    assert.deepEqual(
      { ...first, refundKeys: first?.refundKeys.toSorted() },
      {
        key: 'hf-1-1',
        status: 'captured',
        amountCents: cents,
        currency,
        capturedCents: cents,
        refundedCents: 900,
        refundKeys: ['r1', 'r2'],
        declineCode: null,
      },
    )
    const paidOut = await gateway.find('hf-1-2')
    assert.deepEqual([paidOut?.status, paidOut?.capturedCents, paidOut?.refundedCents], ['paid_out', 0, 300])
    assert.equal((await gateway.find('hf-1-3'))?.status, 'voided')
  })

  test(`P42: ${name}: a decline is an answer with a code, and stays under its key`, async () => {
    const world = await open()
    const answer = await twice(() => authorize(world, 'hf-1-1', world.tokens.declined))
    const found = await world.gateway.find('hf-1-1')
    assert.deepEqual(answer, { status: 'declined', code: found?.declineCode })
    assert.equal(found?.status, 'declined')
    await assert.rejects(world.gateway.capture('hf-1-1', cents), GatewayRefused)
  })

  test(`P42: ${name}: silence is no answer, and leaves nothing under the key`, async () => {
    const world = await open()
    const silent = authorize(world, 'hf-1-1', world.tokens.silent, AbortSignal.timeout(50))
    await assert.rejects(silent, GatewayUnanswered)
    assert.equal(await world.gateway.find('hf-1-1'), null)
  })

  test(`P43: ${name}: a step that can never be done is refused and moves no money`, async () => {
    const world = await open()
    const { gateway, tokens } = world
    await authorize(world, 'hf-1-1', tokens.granted)
    await captured(world, 'hf-1-2')
    await gateway.refund('hf-1-2', 'r1', 400)
    await authorize(world, 'hf-1-3', tokens.granted)
    await gateway.void('hf-1-3')
    const keys = ['hf-1-1', 'hf-1-2', 'hf-1-3']
    const before = await Promise.all(keys.map((key) => gateway.find(key)))
    const impossible: Readonly<Record<string, () => Promise<unknown>>> = {
      'captures more than was authorized': () => gateway.capture('hf-1-1', cents + 1),
      'refunds what was not captured': () => gateway.refund('hf-1-1', 'r1', 1),
      'refunds more than is left': () => gateway.refund('hf-1-2', 'r2', 501),
      'voids what was captured': () => gateway.void('hf-1-2'),
      'captures what was voided': () => gateway.capture('hf-1-3', cents),
      'captures a payment that does not exist': () => gateway.capture('hf-9-9', cents),
      'refunds a payment that does not exist': () => gateway.refund('hf-9-9', 'r1', 1),
    }
    for (const [what, step] of Object.entries(impossible)) await assert.rejects(step, GatewayRefused, what)
    assert.deepEqual(await Promise.all(keys.map((key) => gateway.find(key))), before)
  })

  test(`P43: ${name}: a key that the provider does not know is absent, which is no fault`, async () => {
    const { gateway } = await open()
    assert.equal(await gateway.find('hf-9-9'), null)
    assert.equal(await gateway.void('hf-9-9'), 'absent')
  })

  test(`P44: ${name}: the ledger in pages has every payment once, and after a cursor what changed since`, async () => {
    const world = await open()
    const keys = Array.from({ length: 7 }, (_, index) => `hf-1-${index}`)
    for (const key of keys) await authorize(world, key, world.tokens.granted)
    for (const limit of [1, 3, 100])
      assert.deepEqual((await readLedger(world, null, limit)).keys, keys, `pages of ${limit}`)
    const { cursor } = await readLedger(world, null, 3)
    await world.gateway.capture('hf-1-4', cents)
    await world.gateway.void('hf-1-0')
    const since = (await readLedger(world, cursor, 3)).keys
    assert.deepEqual(since.slice(-2), ['hf-1-4', 'hf-1-0'])
  })

  test(`P45: ${name}: a webhook names its payment if its signature is genuine, and is nothing otherwise`, async () => {
    const { gateway, eventAbout, forge } = await open()
    const event = eventAbout('hf-1-1', 1_000)
    assert.deepEqual(gateway.readEvent(event, 1_000), { key: 'hf-1-1' })
    assert.equal(gateway.readEvent(forge(event), 1_000), undefined)
  })
}
