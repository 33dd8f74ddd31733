/**
 * The mock payment service as a separate process, for the variant of the founding recipe that pays over HTTP.
 *
 *   node bench/mock-service.ts LEDGER.sqlite        prints `ready PORT`, then serves until it is stopped
 */
import { defaultMockSettings } from '../src/payments/mock/service/outcome.ts'
import { startMockPayments } from '../src/payments/mock/service/start.ts'

const [file] = process.argv.slice(2)
if (!file) throw new Error('name the ledger: node bench/mock-service.ts LEDGER.sqlite')
const service = await startMockPayments({ host: '127.0.0.1', port: 0, file, settings: defaultMockSettings })
console.log(`ready ${service.port}`)
process.on('SIGTERM', () => service.close())
