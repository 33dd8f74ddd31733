import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { until } from './harness/wait.ts'
import { temporaryFolder } from './harness/world.ts'
import { projectRoot } from './tree/source-tree.ts'

interface Process {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

/** Which of all the processes of "npm start" is ended. */
const ends = {
  npm: (all: readonly Process[]) => all[0],
  'the shell between': (all: readonly Process[]) => all.find(({ command }) => /^\S*sh -c/.test(command)),
  'bin/holdfast': (all: readonly Process[]) =>
    all.find(({ command }) => /^\S*node\S* bin\/holdfast/.test(command)),
} as const

for (const [name, pick] of Object.entries(ends)) {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    test(`O35: "npm start" leaves nothing running when ${name} ends by ${signal}`, async (t) => {
      const npm = await startByNpm(t)
      const all = processesUnder(npm.pid ?? 0)
      assert.ok(all.length >= 3, 'npm, start and serve are there')
      const ended = pick(all)
      if (!ended) return t.diagnostic('no such process: the shell replaced itself by the program')
      process.kill(ended.pid, signal)
      const left = () => all.filter(({ pid, command }) => commandOf(pid) === command)
      await until(`the end of ${all.length} processes`, () => left().length === 0 || undefined)
    })
  }
}

/** Without its prestart script, which installs what a fresh clone lacks. */
async function startByNpm(t: TestContext): Promise<ChildProcess> {
  const { PATH = '', HOME } = process.env
  const npm = spawn('npm', ['start', '--ignore-scripts'], {
    cwd: projectRoot,
    env: {
      PATH: [join(projectRoot, 'node_modules', '.bin'), PATH].join(delimiter),
      HOME,
      HOLDFAST_DATA: temporaryFolder(t),
      HOLDFAST_DEMO: 'off',
      PORT: '0',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => {
    for (const { pid } of processesUnder(npm.pid ?? 0)) process.kill(pid, 'SIGKILL')
  })
  for (let text = ''; !text.includes('ready on'); ) {
    const [chunk] = await once(npm.stdout, 'data', { signal: AbortSignal.timeout(240_000) })
    text += chunk
  }
  return npm
}

/** The process and everything it has started, itself first; none if it has ended. */
function processesUnder(root: number): readonly Process[] {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line): Process => {
      const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
      return { pid: Number(pid), parent: Number(parent), command }
    })
  const found = all.filter(({ pid }) => pid === root)
  for (const one of found) found.push(...all.filter(({ parent }) => parent === one.pid))
  return found
}

function commandOf(pid: number): string | undefined {
  return processesUnder(pid)[0]?.command
}
