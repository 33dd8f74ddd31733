import { onCluster } from '../../src/store/postgres/cluster.fixture.ts'

await onCluster('several nodes', () => import('./several-nodes.pg.test.ts'))
