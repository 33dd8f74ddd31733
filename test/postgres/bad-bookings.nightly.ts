import { runOn } from '../harness/world.ts'
import { twoNodes } from './nodes.ts'

runOn(twoNodes)
await import('../bad-input/bookings.test.ts')
