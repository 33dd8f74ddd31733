import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { LoadReport } from './load.ts'
import type { LoadPlan } from './load-plan.ts'
import type { ServedProcess } from './served-process.ts'

/** A load report with the processor time that the server's own processes took meanwhile, in seconds. */
export interface Measured extends LoadReport {
  readonly serverCpuSeconds: number
}

/** Runs the load generator in a process of its own against a server. */
export async function driveLoad(
  plan: LoadPlan,
  folder: string,
  servers: readonly ServedProcess[],
): Promise<Measured> {
  const file = join(folder, 'plan.json')
  writeFileSync(file, JSON.stringify(plan))
  const child = spawn(process.execPath, [join(import.meta.dirname, 'load.ts'), file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { stdout, stderr } = child
  const used = { begin: Number.NaN, end: Number.NaN }
  const cpuNow = () => servers.reduce((sum, server) => sum + server.cpuSeconds(), 0)
  stderr.setEncoding('utf8').on('data', (chunk: string) => {
    if (chunk.includes('measuring')) used.begin = cpuNow()
    if (chunk.includes('measured')) used.end = cpuNow()
    if (!/^(measuring|measured)\n/.test(chunk)) process.stderr.write(chunk)
  })
  const [output] = await Promise.all([text(stdout), exited(child)])
  return { ...(JSON.parse(output) as LoadReport), serverCpuSeconds: used.end - used.begin }
}

function exited(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the load generator ended with status ${code}`)),
    )
  })
}
