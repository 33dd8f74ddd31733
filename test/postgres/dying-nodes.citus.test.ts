import { canKillWorkers, onCluster } from '../../src/store/postgres/cluster.fixture.ts'

// Without a command to kill a worker, nodes are killed.
if (!canKillWorkers) process.env.DATABASE_RESTARTS = '0'
await onCluster('nodes and workers that die', () => import('./dying-nodes.pg.test.ts'))
