import process from 'node:process'
import { runProgram } from './cli/program.ts'
import type { Tools } from './cli/tools.ts'
import { version } from './parts/version.ts'

/** Service dates of the demo railway go this far, so that the horizon can roll for as long as a demo lives. */
const demoDays = 400

// Loaded when a command first needs them: most talk to a running server, and are done in less time than loading these takes.
const databases = () => import('./parts/databases.ts')
const paymentService = () => import('./parts/payment-service.ts')

const tools: Tools = {
  version,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  args: process.argv.slice(2),
  mainFile: process.argv[1] ?? import.meta.filename,
  today: () => Temporal.Now.plainDateISO().toString(),
  openProduct: async (options) => (await import('./parts/product.ts')).openProduct(options),
  openInspector: async (place) => (await databases()).openInspector(place),
  async openGateway(payments, secrets) {
    const [{ MockGateway }, { ownSecret }] = await Promise.all([
      import('./payments/mock/gateway.ts'),
      paymentService(),
    ])
    return new MockGateway({ ...payments, webhookSecret: ownSecret(secrets) })
  },
  startMockPayments: async (...asked) => (await paymentService()).startMockApart(...asked),
  readFeed: async (...asked) => (await import('./parts/feeds.ts')).readFeed(...asked),
  demoTimetable: async (today) =>
    (await import('./timetable/demo/demo-timetable.ts')).demoTimetable(today, demoDays),
  schemaState: async (place) => (await databases()).schemaState(place),
  migrate: async (place) => (await databases()).migrate(place),
  distribute: async (...asked) => (await databases()).distribute(...asked),
  serverState: async (place) => (await databases()).serverState(place),
  backUp: async (...asked) => (await databases()).backUp(...asked),
  restore: async (...asked) => (await databases()).restore(...asked),
  copy: async (...asked) => (await databases()).copy(...asked),
}

// The database has passengers in it: what this process makes is for its own user alone.
process.umask(0o077)
// Whoever reads no further, as "head" does, has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
process.exitCode = await runProgram(tools)
// A command is over when it has given its result, whatever may still keep the process alive.
process.exit()
