import { runOn } from '../harness/world.ts'
import { threeNodes } from './nodes.ts'

runOn(threeNodes)
await import('../founding-document.test.ts')
await import('../quickstart.test.ts')
