import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayAhead, findRide, wholeWay } from './harness/railway.ts'
import { until } from './harness/wait.ts'
import { createWorld, type World } from './harness/world.ts'

/** The parts of a log line that are checked. */
interface Line {
  readonly level: string
  readonly msg: string
}

/** All that a server has logged at level warn and above, except what its settings make it say. */
function linesOf(world: World, index: number): readonly Line[] {
  const text = world.servers[index]?.output() ?? ''
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)
    .filter(({ msg }) => !/^(HOLDFAST_LIMITS|SMTP_URL) is /.test(msg))
}

async function provider(world: World, index: number): Promise<string | undefined> {
  const text = await (await fetch(`${world.urls[index]}/metrics`)).text()
  return /^holdfast_payment_provider_up (.*)$/m.exec(text)?.[1]
}

async function readiness(
  world: World,
  index: number,
): Promise<readonly [number, readonly string[] | undefined]> {
  const answer = await fetch(`${world.urls[index]}/readyz`)
  const { reasons } = (await answer.json()) as { readonly reasons?: readonly string[] }
  return [answer.status, reasons]
}

test('P22, P23: a provider that dies and comes back costs the first passenger nothing, and the log two lines', async (t) => {
  const world = await createWorld(t, { mockApart: true })
  const { client } = world
  const token = await client.session()
  const ride = await findRide(client, { stops: 2, seats: 20, date: dayAhead(3) })
  const [first = '', second = ''] = ride.seatNumbers
  const hold = await client.hold(token, wholeWay(ride, [first]))
  assert.equal(
    (await client.book(token, (await client.hold(token, wholeWay(ride, [second]))).body, 'tok_ok')).status,
    201,
  )

  await world.stopMock('SIGKILL')
  const refused = await client.book(token, hold.body, 'tok_ok', 'the key')
  assert.equal(refused.status, 503, refused.text)
  assert.equal(refused.problem.code, 'payment_unavailable')
  const shown = await client.showHold(token, hold.body.hold_token)
  assert.deepEqual([shown.body.status, shown.body.expires_at], ['ACTIVE', hold.body.expires_at])
  const node = world.servers.findIndex((_, index) => linesOf(world, index).length > 0)
  assert.ok(node >= 0, 'the node that was asked has told of it')
  assert.equal(await provider(world, node), '0')
  const [status, reasons] = await readiness(world, node)
  assert.equal(status, 200)
  assert.match(reasons?.join() ?? '', /payment service does not answer/)

  await world.startMock()
  await until('the provider to be up again', async () => (await provider(world, node)) === '1' || undefined)
  assert.deepEqual(await readiness(world, node), [200, undefined])
  const booked = await until('the sale', async () => {
    const answer = await client.book(token, hold.body, 'tok_ok', 'the key')
    return answer.status === 201 ? answer : undefined
  })
  assert.equal(booked.status, 201)
  assert.deepEqual(
    linesOf(world, node).map(({ msg }) => /does not answer|answers again/.exec(msg)?.[0] ?? msg),
    ['does not answer', 'answers again'],
  )
})
