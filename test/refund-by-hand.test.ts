import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayAhead, findRide, wholeWay } from './harness/railway.ts'
import { until } from './harness/wait.ts'
import { createWorld, type World } from './harness/world.ts'

interface WirePayment {
  readonly key: string
  readonly status: string
  readonly captured_cents: number
}

/** The payments that the mock service has captured. */
async function captured(world: World): Promise<readonly WirePayment[]> {
  const page = await (await fetch(`${world.mock.url}/v1/payments?limit=1000`)).json()
  const { payments } = page as { readonly payments: readonly WirePayment[] }
  return payments.filter(({ status }) => status === 'captured')
}

async function failedChecks(world: World): Promise<readonly string[]> {
  const doctor = await world.run(['doctor', '--json'])
  const { findings } = JSON.parse(doctor.stdout) as {
    readonly findings: readonly { readonly name: string; readonly status: string }[]
  }
  return findings.filter(({ status }) => status === 'failed').map(({ name }) => name)
}

test('P25: a refund made by hand at the provider is told by the next reconciliation, and then doctor finds nothing wrong', async (t) => {
  const world = await createWorld(t, { mockApart: true })
  const { client } = world
  const token = await client.session()
  const ride = await findRide(client, { stops: 2, seats: 20, date: dayAhead(3) })
  const hold = await client.hold(token, wholeWay(ride, ride.seatNumbers.slice(0, 1)))
  assert.equal((await client.book(token, hold.body, 'tok_ok')).status, 201)
  const [payment] = await until('the capture', async () => {
    const payments = await captured(world)
    return payments.length > 0 ? payments : undefined
  })
  assert.ok(payment)

  const key = encodeURIComponent(payment.key)
  const given = await fetch(`${world.mock.url}/v1/payments/${key}/refunds`, {
    method: 'POST',
    body: JSON.stringify({ refund_key: 'by-hand', amount_cents: 100 }),
  })
  assert.equal(given.status, 200)
  assert.deepEqual(await failedChecks(world), ['provider_ledger'], 'it is a difference until then')
  // The ledger is compared every minute and at a start, which comes sooner.
  await world.stopServer()
  await world.startServer()
  await until(
    'the line in the log',
    () =>
      world.servers.some((server) => server.output().includes('"finding":"refunded_by_hand"')) || undefined,
  )
  assert.deepEqual(await failedChecks(world), [])
})
