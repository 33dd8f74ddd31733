import { runOn } from '../harness/world.ts'
import { threeNodes } from './nodes.ts'

runOn(threeNodes)
await import('../bad-input/gtfs.test.ts')
