import process from 'node:process'
import { runOn } from '../harness/world.ts'
import { twoNodes } from './nodes.ts'

// `npm run nodes:nightly` makes as many sales as on SQLite; two nodes and a database take their time for
// them.
process.env.FAULT_SALES ??= '300'
runOn(twoNodes)
await import('../payment-faults.test.ts')
