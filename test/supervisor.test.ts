import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { createClient } from './harness/client.ts'
import { startHoldfast } from './harness/processes.ts'
import { until } from './harness/wait.ts'
import { temporaryFolder } from './harness/world.ts'

test('O6: after kill -9 of the server, start restarts it with all its sales, and says so; SIGTERM ends both', async (t) => {
  const env = { HOLDFAST_DATA: temporaryFolder(t), PORT: '0', LOG_LEVEL: 'warn' }
  const supervisor = await startHoldfast(['start'], env)
  t.after(() => supervisor.end('SIGTERM'))
  const first = createClient(supervisor.url, 1)
  const token = await first.session()
  await first.close()
  const [server = 0] = childrenOf(supervisor.pid)
  process.kill(server, 'SIGKILL')
  const url = await until('the second start', () => supervisor.standardOutput().match(/http:\/\/\S+/g)?.[1])
  assert.match(supervisor.output(), /again/i)
  const second = createClient(url, 1)
  assert.equal(
    (await second.call('GET', '/api/bookings', { token })).status,
    200,
    'the session is still good',
  )
  await second.close()
  const [restarted = 0] = childrenOf(supervisor.pid)
  assert.equal(await supervisor.end('SIGTERM'), 0)
  assert.throws(() => process.kill(restarted, 0), /ESRCH/, 'the server ended with its supervisor')
})

function childrenOf(pid: number): number[] {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  return processes
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child = 0]) => child)
}
