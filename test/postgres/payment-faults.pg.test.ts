import process from 'node:process'
import { runOn } from '../harness/world.ts'
import { threeNodes } from './nodes.ts'

// `npm run nodes:nightly` makes as many sales as on SQLite; three nodes and a database take their time for them.
process.env.FAULT_SALES ??= '500'
runOn(threeNodes)
await import('../payment-faults.test.ts')
