import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { projectRoot } from '../tree/source-tree.ts'

/** The file to start: this program, its bundle (`scripts/bundle-program.mjs`), or another version of it. */
function mainFile(): string {
  return process.env.HOLDFAST_MAIN ?? join(projectRoot, 'src', 'main.ts')
}

// A test starts the program hundreds of times; compiling it once is enough.
const compileCache = join(projectRoot, 'node_modules', '.cache', 'holdfast-tests')

/** How long a start, a command or an end may take: it bounds what hangs, on the slowest machine. */
const longestMs = 240_000

export type Environment = Readonly<Record<string, string>>

/** A process of ours that has announced that it is ready. */
export interface Running {
  readonly pid: number
  /** The address in its ready line. */
  readonly url: string
  /** Everything it has printed so far, both streams. */
  output(): string
  standardOutput(): string
  /** Sends the signal and waits for the end; returns the exit status, or null if the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>
  readonly ended: Promise<number | null>
}

/** What a command printed and how it ended. */
export interface Finished {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

// Only what a program needs: a variable of the machine must not decide a test.
function environment(extra: Environment): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env
  return {
    PATH,
    HOME,
    ...(TMPDIR ? { TMPDIR } : {}),
    NODE_COMPILE_CACHE: compileCache,
    NO_COLOR: '1',
    ...extra,
  }
}

function start(args: readonly string[], extra: Environment): ChildProcess & { texts: [string, string] } {
  const child = spawn(process.execPath, [mainFile(), ...args], { env: environment(extra), stdio: 'pipe' })
  const texts: [string, string] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts[0] += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts[1] = (texts[1] + text).slice(-200_000)
  })
  return Object.assign(child, { texts })
}

/** Runs `holdfast` with these arguments to its end. */
export async function runHoldfast(
  args: readonly string[],
  extra: Environment = {},
  input = '',
): Promise<Finished> {
  const child = start(args, extra)
  const limit = setTimeout(() => child.kill('SIGKILL'), longestMs)
  child.stdin?.on('error', () => {}).end(input)
  const [status]: (number | null)[] = await once(child, 'close')
  clearTimeout(limit)
  return { status: status ?? null, stdout: child.texts[0], stderr: child.texts[1] }
}

/** Starts `holdfast` with these arguments and waits for the line with its address. */
export async function startHoldfast(
  args: readonly string[],
  extra: Environment,
  timeoutMs = longestMs,
): Promise<Running> {
  const child = start(args, extra)
  const ended = once(child, 'close').then(([status]): number | null => status)
  const url = await readyUrl(child, ended, timeoutMs)
  const end = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal)
    const limit = setTimeout(() => child.kill('SIGKILL'), longestMs)
    return ended.finally(() => clearTimeout(limit))
  }
  return {
    pid: child.pid ?? 0,
    url,
    ended,
    end,
    output: () => child.texts.join(''),
    standardOutput: () => child.texts[0],
  }
}

function readyUrl(
  child: ChildProcess & { texts: [string, string] },
  ended: Promise<number | null>,
  timeoutMs: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(limit)
      child.kill('SIGKILL')
      reject(new Error(`${why}; it printed:\n${child.texts.join('')}`))
    }
    const limit = setTimeout(() => fail(`not ready within ${timeoutMs} ms`), timeoutMs)
    void ended.then((status) => fail(`ended with status ${status} before it was ready`))
    child.stdout?.on('data', () => {
      const url = /ready on (http:\/\/\S+)/.exec(child.texts[0])?.[1]
      if (!url) return
      clearTimeout(limit)
      resolve(url)
    })
  })
}
