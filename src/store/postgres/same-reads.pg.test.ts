import { after, test } from 'node:test'
import { assertSameReads } from '../same-reads.fixture.ts'
import { openPostgresStore } from './postgres-store.ts'
import { startServer } from './server.fixture.ts'
import { recordStatements } from './statements.fixture.ts'

const server = await startServer()
after(() => server.close())

test("W44: a server reads the same for somebody else's record as for one that does not exist", async (t) => {
  const url = await server.createSchema()
  const open = async (time: object) => (await openPostgresStore({ url, poolSize: 4, ...time })).store
  await assertSameReads(open, async (work) => {
    const { transactions, stop } = recordStatements(t)
    await work()
    stop()
    const ofSale = transactions
      .flat()
      .filter((statement) => /bookings|booking_seats|seat_holds|access_codes/.test(statement))
    return ofSale.map((statement) => statement.replaceAll(/\d+/g, '?'))
  })
})
