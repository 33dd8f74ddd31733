import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { percentile } from './statistics.ts'

/** Prints what figures depend on; the disk is that of temporary folders. */
export function printMachine(): void {
  console.log(describeMachine(tmpdir()).join('\n'))
}

/** One line for each fact about this machine that figures depend on; `folder` is on the disk to measure. */
export function describeMachine(folder: string): readonly string[] {
  const memory = new Database(':memory:')
  const { version } = memory.prepare('SELECT sqlite_version() AS version').get() as { version: string }
  memory.close()
  const fsyncs = fsyncMilliseconds(folder)
  return [
    `processor: ${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores`,
    `memory: ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `disk: write and fsync of 4 KiB in ${percentile(fsyncs, 50).toFixed(2)} ` +
      `ms (median), ${percentile(fsyncs, 99).toFixed(2)} ms (99 %)`,
    `Node ${process.version}, SQLite ${version}, ${process.platform} ${process.arch}`,
  ]
}

function fsyncMilliseconds(folder: string): number[] {
  const file = openSync(join(folder, 'fsync.probe'), 'w')
  const page = Buffer.alloc(4096, 1)
  const times: number[] = []
  for (let index = 0; index < 200; index++) {
    const startedAt = performance.now()
    writeSync(file, page)
    fsyncSync(file)
    times.push(performance.now() - startedAt)
  }
  closeSync(file)
  return times
}
