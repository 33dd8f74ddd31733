import { clearingSuite } from './clearing.fixture.ts'
import { contractSuite } from './contract.fixture.ts'
import { stores } from './store.fixture.ts'

for (const store of stores) {
  // What an import decides does not depend on its thread, and starting one takes longer than most tests.
  contractSuite(store, { imports: store.importsInThread ? 'beside sales' : 'all' })
  clearingSuite(store)
}
