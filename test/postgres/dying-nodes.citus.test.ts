import { canKillWorkers, onCluster } from '../../src/store/postgres/cluster.fixture.ts'

// Where nobody said how a worker is killed, nodes are.
if (!canKillWorkers) process.env.DATABASE_RESTARTS = '0'
await onCluster('nodes and workers that die', () => import('./dying-nodes.pg.test.ts'))
