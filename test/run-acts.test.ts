import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCounter } from './harness/counter.ts'

test('Y40: at the machine, commands block seats of a run and free them again, and a repeat changes nothing', async (t) => {
  const { world, ride, freshSeats } = await openCounter(t, {})
  const run = async (...args: readonly string[]) => {
    const { status, stdout, stderr } = await world.run(['runs', ...args, '--json'])
    assert.equal(status, 0, `${args.join(' ')}: ${stdout}${stderr}`)
    return JSON.parse(stdout)
  }
  const id = ride.train_run_id
  const [seat = ''] = freshSeats(1)
  const [first = ''] = ride.stations
  const block = ['block', id, '--seats', seat, '--from', first, '--reason', 'defect']
  assert.equal((await run(...block)).changed[0].seat_number, seat)
  assert.deepEqual((await run(...block)).changed, [])
  assert.equal((await run('blocks', id)).blocks.length, 1)
  const told = await world.run(['runs', ...block])
  assert.match(told.stdout, /Nothing changes/)
  assert.equal((await run('free', id, '--seats', seat, '--reason', 'correction')).changed.length, 1)
  const { stdout } = await world.run(['runs', 'blocks', id])
  assert.match(stdout, /No seat of this run is blocked/)
  for (const wrong of [
    ['block', id, '--reason', 'defect'],
    ['block', id, '--seats', seat, '--reason', 'spite'],
    ['block', id, '--seats', seat, '--coach', '1', '--reason', 'defect'],
  ])
    assert.equal((await world.run(['runs', ...wrong])).status, 2, wrong.join(' '))
  const absent = await world.run(['runs', 'free', '999999999', '--coach', '1', '--reason', 'defect'])
  assert.equal(absent.status, 1)
  assert.match(absent.stderr, /run_not_found/)
  const verified = await world.run(['audit', 'verify'])
  assert.equal(verified.status, 0, verified.stdout)
})
