import type { Row } from './rows.ts'

/** Every column that has texts, secrets or keys which a master key sealed itself; its id is in front. */
const columns = [
  ['personal_keys', 'wrapped_key'],
  ['staff', 'name'],
  ['staff', 'email'],
  ['staff', 'factor_secret'],
  ['accounts', 'email'],
  ['account_codes', 'email'],
  ['messages', 'recipient'],
] as const

/** Sends a statement, and gives its rows. */
type Ask = (sql: string) => Promise<readonly Row[]>

/** How many values of a database the master key with this id, of eight hexadecimal digits, has sealed. */
export async function countSealedBy(ask: Ask, masterId: string): Promise<number> {
  if (!/^[0-9a-f]{8}$/.test(masterId)) return 0
  let count = 0
  for (const [table, column] of columns) {
    const [row] = await ask(`SELECT count(*) AS count FROM ${table}
      WHERE substr(${column}, 4, 8) = '${masterId}' AND ${column} LIKE '_1.%'`)
    count += Number(row?.count)
  }
  return count
}
