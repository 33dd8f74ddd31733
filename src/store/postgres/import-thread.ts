import { parentPort, workerData } from 'node:worker_threads'
import { workInThread } from '../import-thread.ts'
import { atImportDesk } from './import-desk.ts'

// The thread of an import, with connections of its own.

const port = parentPort
if (!port) throw new Error('this file is the body of a worker thread')
const { url, decidesTime } = workerData as { readonly url: string; readonly decidesTime: boolean }

workInThread(port, (alone, work) => atImportDesk(url, alone, work, decidesTime))
