// A seller as one would first write it: it checks that the seat is free, then takes it. Runs as a separate
// process: says what it saw, waits for a line on standard input, inserts, and says how that went.
import { once } from 'node:events'
import Database from 'better-sqlite3'

const [file = '', holdId = '0', fromLeg = '0', toLeg = '1'] = process.argv.slice(2)
const database = new Database(file, { timeout: 5000 })
const wish = { run: 1, seat: 1, from: Number(fromLeg), to: Number(toLeg), hold: Number(holdId) }

const rival = database
  .prepare(
    'SELECT 1 FROM seat_claims WHERE train_run_id = @run AND ' +
      'seat_id = @seat AND from_leg < @to AND @from < to_leg',
  )
  .get(wish)
console.log(rival ? 'taken' : 'free')
await once(process.stdin, 'data')
try {
  database
    .prepare(
      `INSERT INTO seat_claims (train_run_id, seat_id, from_leg, to_leg, state, hold_id, booking_id,
        expires_at, updated_at)
       VALUES (@run, @seat, @from, @to, 'BOOKED', @hold, NULL, NULL, 0)`,
    )
    .run(wish)
  console.log('sold')
} catch (error) {
  console.log(error instanceof Error ? error.message : String(error))
}
database.close()
process.stdin.destroy()
