import type { Instant } from '../../domain/instant.ts'
import { type Keyring, keyringText, parseKeyring } from '../../domain/people/keyring.ts'
import type { Row } from '../rows.ts'
import type { Connections } from './connections.ts'
import { databaseNow } from './leases.ts'
import { LongTransaction } from './long-transaction.ts'
import { literal } from './sql.ts'

/** What the nodes of one database share; the first of them makes it and stores it there. */
export interface SharedSecrets {
  readonly session: Keyring
  readonly webhook: Keyring
  readonly personal: Keyring
}

const names = { session: 'session_secret', webhook: 'webhook_secret', personal: 'personal_secret' } as const
const select = `SELECT name, value FROM settings WHERE name IN ('${Object.values(names).join("', '")}')`

export async function readSecrets(connections: Connections): Promise<SharedSecrets> {
  const [rows = []] = await connections.all([[select, []]])
  return secretsOf(rows)
}

/** The secrets of a database, and its time. */
interface SecretsAt {
  readonly secrets: SharedSecrets
  readonly now: Instant
}

/** Reads the secrets and writes what `change` makes of them; concurrent callers wait. */
export async function changeSecrets(
  url: string,
  change: (secrets: SharedSecrets, now: Instant) => SharedSecrets,
): Promise<SecretsAt> {
  const transaction = await LongTransaction.open(url, 'load')
  try {
    const before = secretsOf(await transaction.query(`${select} FOR UPDATE`))
    const now = Number((await transaction.query(`SELECT ${databaseNow} AS now`))[0]?.now) as Instant
    const secrets = change(before, now)
    for (const [purpose, name] of Object.entries(names)) {
      const value = literal(keyringText(secrets[purpose as keyof SharedSecrets]))
      await transaction.query(
        `UPDATE settings SET value = ${value} WHERE name = '${name}' AND value <> ${value}`,
      )
    }
    await transaction.commit()
    return { secrets, now }
  } finally {
    await transaction.close()
  }
}

function secretsOf(rows: readonly Row[]): SharedSecrets {
  return {
    session: keyringOf(rows, names.session),
    webhook: keyringOf(rows, names.webhook),
    personal: keyringOf(rows, names.personal),
  }
}

function keyringOf(rows: readonly Row[], name: string): Keyring {
  const value = rows.find((row) => row.name === name)?.value
  if (value === undefined)
    throw new Error(`The database has no ${name}: the first node that is started on it makes one.`)
  const keyring = parseKeyring(String(value))
  if (!keyring) throw new Error(`The ${name} in the table settings cannot be read: restore it from a backup.`)
  return keyring
}
