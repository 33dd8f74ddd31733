import { contractSuite } from './contract.fixture.ts'
import { stores } from './store.fixture.ts'

for (const store of stores) contractSuite(store)
