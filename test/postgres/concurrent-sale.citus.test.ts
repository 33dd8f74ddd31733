import { onCluster } from '../../src/store/postgres/cluster.fixture.ts'

await onCluster('the concurrent sale', () => import('./concurrent-sale.pg.test.ts'))
