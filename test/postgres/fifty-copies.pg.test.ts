import { runOn } from '../harness/world.ts'
import { twoNodes } from './nodes.ts'

runOn(twoNodes)
await import('../fifty-copies.test.ts')
