/**
 * The mock payment service as a process of its own, for the founding recipe's variant that pays over HTTP.
 *
 *   node bench/mock-service.ts LEDGER.sqlite        prints `ready PORT`, then serves until it is ended
 */
import { defaultMockSettings } from '../src/payments/mock/outcome.ts'
import { startMockPayments } from '../src/payments/mock/start.ts'

const [file] = process.argv.slice(2)
if (!file) throw new Error('name the ledger: node bench/mock-service.ts LEDGER.sqlite')
const service = await startMockPayments({ host: '127.0.0.1', port: 0, file, settings: defaultMockSettings })
console.log(`ready ${service.port}`)
process.on('SIGTERM', () => service.close())
