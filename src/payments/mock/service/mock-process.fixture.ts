import { defaultMockSettings } from './outcome.ts'
import { startMockPayments } from './start.ts'

// The mock service as a separate process, for tests that kill it: `node mock-process.fixture.ts LEDGER_FILE`.
const file = process.argv[2]
if (!file) throw new Error('name the ledger file')
const { url } = await startMockPayments({ host: '127.0.0.1', port: 0, file, settings: defaultMockSettings })
process.stdout.write(`${url}\n`)
