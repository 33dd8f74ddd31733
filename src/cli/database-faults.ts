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

/** Says in a sentence what stands between us and a PostgreSQL database; whatever needs no explanation is given back as it is. */
export function explainDatabaseFault(error: unknown, url: string): unknown {
  if (!(error instanceof Error)) return error
  const cause = error.cause instanceof Error ? error.cause : error
  const code = 'code' in cause ? String(cause.code) : ''
  const { username, host, pathname } = new URL(url)
  const database = decodeURIComponent(pathname.slice(1))
  const user = decodeURIComponent(username) || 'of this process'
  if (noAnswer.has(code) || (code === '' && /timeout|timed out|terminated/i.test(cause.message)))
    return new CommandFailed(
      `The PostgreSQL server at ${host} does not answer (${code || cause.message}): see that it runs, that host and port are right, and that it lets this machine in.`,
    )
  if (/btree_gist/.test(cause.message))
    return new WrongUse(
      code === '42501'
        ? `User ${user} may not add the extension btree_gist to database ${database}: let its owner run "CREATE EXTENSION btree_gist" in it once.`
        : `The PostgreSQL server at ${host} does not have the extension btree_gist: install the "contrib" package of its version.`,
    )
  switch (code) {
    case '28P01':
    case '28000':
      return new WrongUse(
        `The PostgreSQL server at ${host} does not let user ${user} in: see that name and password are right, and that pg_hba.conf allows it (${cause.message}).`,
      )
    case '3D000':
      return new WrongUse(
        `The PostgreSQL server at ${host} has no database "${database}": make one with CREATE DATABASE, and make user ${user} its owner.`,
      )
    case '42501':
      return new WrongUse(
        `User ${user} may not do this in database ${database} (${cause.message}): make it the owner of the database.`,
      )
    case '53300':
      return new CommandFailed(
        `The PostgreSQL server at ${host} has no connection left (${cause.message}): raise max_connections, or lower DATABASE_POOL of the nodes.`,
      )
    default:
      return error
  }
}
