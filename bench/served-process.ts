import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const startMs = 120_000
const stopMs = 15_000

/** A server in its own process, started for a measurement. */
export class ServedProcess {
  readonly #child: ChildProcess
  readonly #exited: Promise<void>

  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    })
    this.#exited = new Promise((resolve) => this.#child.once('exit', () => resolve()))
  }

  /** Waits for the first matching line of standard output, and returns its first group. */
  async ready(line: RegExp): Promise<string> {
    const { stdout, stderr } = this.#child
    if (!stdout || !stderr) throw new Error('the server has no pipes')
    let complaints = ''
    stderr.on('data', (chunk) => {
      complaints = (complaints + chunk).slice(-4000)
    })
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), startMs)
    try {
      for await (const text of createInterface({ input: stdout })) {
        const found = line.exec(text)
        if (!found) continue
        stdout.resume()
        return found[1] ?? ''
      }
    } finally {
      clearTimeout(timer)
    }
    throw new Error(`the server ended before it was ready: ${complaints}`)
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /**
   * The processor time used so far, in seconds, by the process, its threads and its children; NaN if the
   * system does not say.
   */
  cpuSeconds(): number {
    try {
      return this.#child.pid === undefined ? Number.NaN : cpuSecondsOf(this.#child.pid)
    } catch {
      return Number.NaN
    }
  }

  /** Asks the server to stop, and kills it if it does not. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM')
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), stopMs)
    await this.#exited
    clearTimeout(timer)
  }
}

/**
 * The processor time used so far, in seconds, by the children of this process that have this name, and by
 * theirs.
 */
export function cpuSecondsOfChildren(name: string): number {
  const isNamed = (pid: number) => readFileSync(`/proc/${pid}/comm`, 'latin1').trim() === name
  return childrenOf(process.pid)
    .filter(isNamed)
    .reduce((sum, pid) => sum + cpuSecondsOf(pid), 0)
}

/** The processor time used so far, in seconds, by a process and its children, also those that have ended. */
export function cpuSecondsOfTree(pid: number): number {
  const own =
    fieldsOf(pid)
      .slice(11, 15)
      .reduce((sum, ticks) => sum + ticks, 0) / 100
  return childrenOf(pid).reduce((sum, child) => {
    try {
      return sum + cpuSecondsOfTree(child)
    } catch {
      // It has just ended, and its time is its parent's.
      return sum
    }
  }, own)
}

/** Reads proc_pid_stat(5), from its third field on. */
function fieldsOf(pid: number): readonly number[] {
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')
  return rest.split(' ').map(Number)
}

/** Without children that have ended; fields 14 and 15 are in hundredths of a second. */
function cpuSecondsOf(pid: number): number {
  const fields = fieldsOf(pid)
  const own = ((fields[11] ?? 0) + (fields[12] ?? 0)) / 100
  return childrenOf(pid).reduce((sum, child) => sum + cpuSecondsOf(child), own)
}

function childrenOf(pid: number): readonly number[] {
  const threads = readdirSync(`/proc/${pid}/task`)
  const lists = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1'))
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number))
}
