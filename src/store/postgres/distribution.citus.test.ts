import { onCluster } from './cluster.fixture.ts'

await onCluster('distribution', () => import('./distribution.fixture.ts'))
