import type { Instant } from '../../domain/instant.ts'
import { type Keyring, keyringText, parseKeyring } from '../../domain/people/keyring.ts'
import { type Secrets, secretNames, secretsOf, storedName, storedNames } from '../../domain/people/secrets.ts'
import type { Row } from '../rows.ts'
import type { Connections } from './connections.ts'
import { databaseNow } from './leases.ts'
import { LongTransaction } from './long-transaction.ts'
import { literal } from './sql.ts'

const select = `SELECT name, value FROM settings WHERE name IN ('${storedNames.join("', '")}')`

/** The secrets that the nodes of one database share; the first of them makes them and stores them there. */
export async function readSecrets(connections: Connections): Promise<Secrets> {
  const [rows = []] = await connections.all([[select, []]])
  return secretsIn(rows)
}

/** The secrets of a database, and its time. */
interface SecretsAt {
  readonly secrets: Secrets
  readonly now: Instant
}

/** Reads the secrets and writes what `change` makes of them; concurrent callers wait. */
export async function changeSecrets(
  url: string,
  change: (secrets: Secrets, now: Instant) => Secrets,
): Promise<SecretsAt> {
  const transaction = await LongTransaction.open(url, 'load')
  try {
    const before = secretsIn(await transaction.query(`${select} FOR UPDATE`))
    const now = Number((await transaction.query(`SELECT ${databaseNow} AS now`))[0]?.now) as Instant
    const secrets = change(before, now)
    for (const name of secretNames) {
      const value = literal(keyringText(secrets[name]))
      const where = `name = '${storedName(name)}' AND value <> ${value}`
      await transaction.query(`UPDATE settings SET value = ${value} WHERE ${where}`)
    }
    await transaction.commit()
    return { secrets, now }
  } finally {
    await transaction.close()
  }
}

function secretsIn(rows: readonly Row[]): Secrets {
  return secretsOf((name) => keyringOf(rows, storedName(name)))
}

function keyringOf(rows: readonly Row[], name: string): Keyring {
  const value = rows.find((row) => row.name === name)?.value
  if (value === undefined)
    throw new Error(`The database has no ${name}: the first node that is started on it makes one.`)
  const keyring = parseKeyring(String(value))
  if (!keyring) throw new Error(`The ${name} in the table settings cannot be read: restore it from a backup.`)
  return keyring
}
