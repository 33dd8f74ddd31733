import { CommandFailed, WrongUse } from './failures.ts'

const noAnswer = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
])

/** Explains in one sentence why a PostgreSQL database cannot be used; returns any other error unchanged. */
export function explainDatabaseFault(error: unknown, url: string): unknown {
  if (!(error instanceof Error)) return error
  const cause = error.cause instanceof Error ? error.cause : error
  const code = 'code' in cause ? String(cause.code) : ''
  const { username, host, pathname } = new URL(url)
  const database = decodeURIComponent(pathname.slice(1))
  const user = decodeURIComponent(username) || 'of this process'
  if (noAnswer.has(code) || (code === '' && /timeout|timed out|terminated/i.test(cause.message)))
    return new CommandFailed(
      `The PostgreSQL server at ${host} does not answer (${code || cause.message}): check that ` +
        `it is running, that the host and port are right, and that it accepts this machine.`,
    )
  if (/btree_gist/.test(cause.message))
    return new WrongUse(
      code === '42501'
        ? `User ${user} may not add the extension btree_gist to database ${database}: have its ` +
            `owner run "CREATE EXTENSION btree_gist" in it once.`
        : `The PostgreSQL server at ${host} does not have the extension ` +
            'btree_gist: install the "contrib" package of its version.',
    )
  switch (code) {
    case '28P01':
    case '28000':
      return new WrongUse(
        `The PostgreSQL server at ${host} does not let user ${user} in: check that the name and ` +
          `password are right, and that pg_hba.conf allows it (${cause.message}).`,
      )
    case '3D000':
      return new WrongUse(
        `The PostgreSQL server at ${host} has no database "${database}": create it with CREATE ` +
          `DATABASE, and make user ${user} its owner.`,
      )
    case '42501':
      return new WrongUse(
        `User ${user} may not do this in database ${database} ` +
          `(${cause.message}): make this user the owner of the database.`,
      )
    case '42P01':
      return new CommandFailed(
        `There is no Holdfast schema in database ${database}: name another one, or run "holdfast migrate".`,
      )
    case '53300':
      return new CommandFailed(
        `The PostgreSQL server at ${host} has no connections left (${cause.message}): raise ` +
          `max_connections, or lower DATABASE_POOL on the nodes.`,
      )
    default:
      return error
  }
}

/** Says what to do where a disk is full, in the words of SQLite, PostgreSQL or the file system. */
export function explainFullDisk(message: string): string {
  if (!/database or disk is full|no space left on device/i.test(message)) return message
  return `The disk is full (${message}): make room, and run the command again.`
}
