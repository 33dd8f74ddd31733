/**
 * A worker in a process of its own: leases one due payment and says so, waits for a line on standard input,
 * and records one try of the payment, under its lease or without it. Says what came of it.
 *
 *   node src/store/postgres/late-worker.fixture.ts URL LEASE_MS fenced|unfenced
 */
import { once } from 'node:events'
import { openPostgresStore } from './postgres-store.ts'
import { recordTry } from './world.fixture.ts'

const [url = '', leaseMs, fence] = process.argv.slice(2)
const { store } = await openPostgresStore({ url, poolSize: 2, leaseMs: Number(leaseMs) })
const [work] = await store.leaseDueWork(1)
if (!work) throw new Error('nothing is due')
process.stdout.write('leased\n')
await once(process.stdin, 'data')
try {
  await recordTry(store, work, fence === 'fenced')
  process.stdout.write('recorded\n')
} catch (fault) {
  process.stdout.write(`${fault instanceof Error ? fault.name : fault}\n`)
}
process.exit()
