import process from 'node:process'
import { askerOver, passwordReader } from './cli/ask.ts'
import { runProgram } from './cli/program.ts'
import { sinkOver } from './cli/terminal.ts'
import type { Tools } from './cli/tools.ts'
import { version } from './parts/version.ts'

/** How many days the demo railway covers, so the horizon can move as long as a demo runs. */
const demoDays = 400

// These load when a command first needs them: most commands only talk to a running server, which takes less
// time than loading them.
const checkpoints = () => import('./parts/checkpoints.ts')
const clock = () => import('./parts/clock.ts')
const databases = () => import('./parts/databases.ts')
const paymentService = () => import('./parts/payment-service.ts')

const tools: Tools = {
  version,
  stdout: sinkOver(process.stdout),
  stderr: sinkOver(process.stderr),
  environment: process.env,
  args: process.argv.slice(2),
  mainFile: process.argv[1] ?? import.meta.filename,
  today: () => Temporal.Now.plainDateISO().toString(),
  ask: askerOver(process.stdin, process.stderr),
  readPassword: passwordReader(process.stdin, process.stderr),
  openProduct: async (options) => (await import('./parts/product.ts')).openProduct(options),
  openInspector: async (place) => (await databases()).openInspector(place),
  async openGateway(payments) {
    const { MockGateway } = await import('./payments/mock/client/gateway.ts')
    // A command only calls the service; webhooks go to the server.
    return new MockGateway({ ...payments, webhookSecrets: () => [] })
  },
  startMockPayments: async (...asked) => (await paymentService()).startMockApart(...asked),
  readFeed: async (...asked) => (await import('./parts/feeds.ts')).readFeed(...asked),
  firstImport: async (...asked) => (await import('./parts/feeds.ts')).firstImport(...asked),
  demoTimetable: async (today) =>
    (await import('./timetable/demo/demo-timetable.ts')).demoTimetable(today, demoDays),
  changeSecrets: async (...asked) => (await import('./parts/secrets.ts')).changeSecrets(...asked),
  checkpointKey: async (folder) => (await checkpoints()).checkpointKeyOfFolder(folder),
  readLines: async (path) => (await checkpoints()).linesOf(path),
  schemaState: async (place) => (await databases()).schemaState(place),
  migrate: async (...asked) => (await databases()).migrate(...asked),
  clockState: async (place) => (await clock()).clockState(place),
  setClock: async (place) => (await clock()).setClock(place),
  distribute: async (...asked) => (await databases()).distribute(...asked),
  serverState: async (place) => (await databases()).serverState(place),
  mendTexts: async (...asked) => (await databases()).mendTexts(...asked),
  backUp: async (...asked) => (await databases()).backUp(...asked),
  restore: async (...asked) => (await databases()).restore(...asked),
  copy: async (...asked) => (await databases()).copy(...asked),
}

// The database contains passenger data, so only this user may read the files that this process creates.
process.umask(0o077)
// A reader that stops early, such as "head", has all it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
process.exitCode = await runProgram(tools)
// A pipe takes 64 KiB at a time: what a command has said is out only when the streams say so.
await Promise.all([process.stdout, process.stderr].map(isWritten))
// A command ends when it has printed its result, whatever may still keep the process alive.
process.exit()

function isWritten(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()))
}
