import { argon2Sync } from 'node:crypto'
import { constants, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import type { HashAnswer, HashOrder } from './hashing.ts'

// Hashes passwords, one after the other. On Linux a priority is that of one thread: whenever the sale wants
// the processor, it goes first. Elsewhere it would be that of the whole process.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW)

parentPort?.on('message', ({ id, parameters }: HashOrder) => {
  const answer: HashAnswer = { id, hash: argon2Sync('argon2id', parameters) }
  parentPort?.postMessage(answer)
})
