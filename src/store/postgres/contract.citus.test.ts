import { onCluster } from './cluster.fixture.ts'

await onCluster('the store contract', () => import('./contract.pg.test.ts'))
