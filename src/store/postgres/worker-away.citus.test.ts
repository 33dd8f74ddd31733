import { canKillWorkers, onCluster } from './cluster.fixture.ts'

// Where nobody said how a worker is killed there is none to be away.
if (canKillWorkers) await onCluster('a worker that is away', () => import('./worker-away.fixture.ts'))
