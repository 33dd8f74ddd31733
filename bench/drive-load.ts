import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { LoadReport } from './load.ts'
import type { LoadPlan } from './load-plan.ts'

/** Something that uses processor time. */
interface Meter {
  /** The processor time used so far, in seconds. */
  cpuSeconds(): number
}

/**
 * A load report with the processor time, in seconds, of the server's processes meanwhile, and of a database
 * server if there is one.
 */
export interface Measured extends LoadReport {
  readonly serverCpuSeconds: number
  readonly databaseCpuSeconds: number
}

/** Runs the load generator against a server, in a separate process. */
export async function driveLoad(
  plan: LoadPlan,
  folder: string,
  servers: readonly Meter[],
  database?: Meter,
): Promise<Measured> {
  const file = join(folder, 'plan.json')
  writeFileSync(file, JSON.stringify(plan))
  const child = spawn(process.execPath, [join(import.meta.dirname, 'load.ts'), file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { stdout, stderr } = child
  const cpuNow = () => ({
    servers: servers.reduce((sum, server) => sum + server.cpuSeconds(), 0),
    database: database?.cpuSeconds() ?? 0,
  })
  const used = { begin: cpuNow(), end: cpuNow() }
  stderr.setEncoding('utf8').on('data', (chunk: string) => {
    if (chunk.includes('measuring')) used.begin = cpuNow()
    if (chunk.includes('measured')) used.end = cpuNow()
    if (!/^(measuring|measured)\n/.test(chunk)) process.stderr.write(chunk)
  })
  const [output] = await Promise.all([text(stdout), exited(child)])
  const { begin, end } = used
  return {
    ...(JSON.parse(output) as LoadReport),
    serverCpuSeconds: end.servers - begin.servers,
    databaseCpuSeconds: end.database - begin.database,
  }
}

function exited(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the load generator ended with status ${code}`)),
    )
  })
}
