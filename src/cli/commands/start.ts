import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from 'commander'
import { settingNames } from '../config.ts'
import { addSettings, createContext, type Options } from '../context.ts'
import { examples } from '../examples.ts'
import { NegativeResult } from '../failures.ts'
import { onLauncherGone } from '../launcher.ts'
import { stopAsked } from '../stop-asked.ts'
import { type Ending, supervise } from '../supervise.ts'
import type { Tools } from '../tools.ts'
import { clockIsRight } from './serve.ts'

/**
 * Room for young objects, in MB. With Node's default of 16, a server at full speed spends a tenth of its time
 * copying objects still in use: the requests and answers of a few milliseconds.
 */
const serverFlags = ['--max-semi-space-size=64']

export function addStart(program: Command, tools: Tools): void {
  addSettings(program.command('start'), settingNames)
    .description('Run "serve", and restart it after a fault. "npm start" runs this command.')
    .option(...clockIsRight)
    .addHelpText('after', examples('holdfast start', 'holdfast start --port 9000 --data /srv/holdfast'))
    .action(async (options: Options) => {
      createContext(tools, options)
      const status = await keepServing(tools)
      if (status !== 0) throw new NegativeResult('the server has ended', status)
    })
}

/** The child process reports its own configuration errors, so this one adds nothing. */
async function keepServing(tools: Tools): Promise<number> {
  const world = { stopping: false, kill: (_signal: NodeJS.Signals): void => {} }
  const awake = new AbortController()
  const stop = (signal: NodeJS.Signals) => {
    world.stopping = true
    awake.abort()
    world.kill(signal)
  }
  void stopAsked().then((reason) => stop(reason === 'SIGINT' ? 'SIGINT' : 'SIGTERM'))
  onLauncherGone(tools.environment, () => stop('SIGTERM'))
  return supervise({
    run: () => runServe(tools, world),
    pause: (milliseconds) => pause(milliseconds, undefined, { signal: awake.signal }).catch(() => {}),
    isStopping: () => world.stopping,
    monotonicMs: () => performance.now(),
    say: (sentence) => tools.stderr.write(`${sentence}\n`),
  })
}

function runServe(tools: Tools, world: { kill: (signal: NodeJS.Signals) => void }): Promise<Ending> {
  const args = tools.args.map((arg, index) => (index === tools.args.indexOf('start') ? 'serve' : arg))
  return new Promise((resolve) => {
    // The channel tells the server that this process has ended, for whatever reason.
    const child = spawn(process.execPath, [...process.execArgv, ...serverFlags, tools.mainFile, ...args], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    world.kill = (signal) => void child.kill(signal)
    child.once('error', () => resolve({ status: 1, signal: null }))
    child.once('exit', (status, signal) => resolve({ status, signal }))
  })
}
