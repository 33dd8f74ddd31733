import { runOn } from '../harness/world.ts'
import { threeNodes } from './nodes.ts'

runOn(threeNodes)
await import('../stopping.test.ts')
