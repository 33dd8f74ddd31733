import { createHash, hash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { personalKeyTable } from './columns/sale.ts'
import { wholeLines } from './copy-lines.ts'
import { syncFile } from './sync-file.ts'
import type { TableSource } from './transfer.ts'

// The wrapped keys of a database's names and contacts, in one file beside all of its backups. Each backup
// replaces it: what was erased by then has no key in it, and is unreadable in every older backup too. The
// rows are lines of COPY, and the last line, which no row looks like, says that the file is whole.

/** What the manifest of a backup says about its keys. */
export interface KeysOfBackup {
  /** The name of the file, which is beside the folder of the backup. */
  readonly name: string
  readonly rows: number
}

interface LastLine {
  readonly created_at: string
  readonly rows: number
  readonly sha256: string
}

const lastLineMark = '#'
/** The last line is shorter. */
const mostLastLineBytes = 400

/** A key file being written: it takes the place of the one before only once its backup is complete. */
export interface KeyDraft {
  readonly keys: KeysOfBackup
  /** Puts it in place, unless a backup that began later has done so already. */
  putInPlace(): Promise<void>
  discard(): void
}

/**
 * Writes keys into a draft beside a backup, given as lines of COPY. The file has the database's own name,
 * made of the key of its locators, since several databases may have their backups in one folder.
 */
export async function draftKeys(
  backup: string,
  locatorKey: string,
  createdAt: string,
  lines: AsyncIterable<Buffer>,
): Promise<KeyDraft> {
  const name = `personal-keys-${hash('sha256', locatorKey, 'hex').slice(0, 12)}.copy`
  const path = join(dirname(backup), name)
  const draft = join(dirname(backup), `.${name}.${process.pid}.partial`)
  const keys = { name, rows: 0 }
  await pipeline(withLastLine(lines, createdAt, keys), createWriteStream(draft, { mode: 0o600 }))
  syncFile(draft)
  return {
    keys,
    async putInPlace() {
      const there = existsSync(path) ? await lastLineOf(path) : undefined
      if (there && there.created_at > createdAt) return rmSync(draft, { force: true })
      renameSync(draft, path)
      syncFile(dirname(path))
    },
    discard: () => rmSync(draft, { force: true }),
  }
}

async function* withLastLine(
  lines: AsyncIterable<Buffer>,
  createdAt: string,
  counted: { rows: number },
): AsyncGenerator<Buffer> {
  const digest = createHash('sha256')
  for await (const line of wholeLines(lines)) {
    const bytes = Buffer.from(`${line}\n`)
    digest.update(bytes)
    counted.rows++
    yield bytes
  }
  const last: LastLine = { created_at: createdAt, rows: counted.rows, sha256: digest.digest('hex') }
  yield Buffer.from(`${lastLineMark}${JSON.stringify(last)}\n`)
}

async function lastLineOf(path: string): Promise<LastLine | undefined> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const length = Math.min(size, mostLastLineBytes)
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length)
    const text = buffer.toString('utf8')
    const from = text.lastIndexOf(`\n${lastLineMark}`) + 1
    return text[from] === lastLineMark ? (JSON.parse(text.slice(from + 1)) as LastLine) : undefined
  } finally {
    await file.close()
  }
}

/** The rows of a key file as lines of COPY. Throws before its end if the file is not as it was written. */
export async function* keyLines(path: string): AsyncGenerator<Buffer> {
  const digest = createHash('sha256')
  let isWhole = false
  for await (const line of wholeLines(createReadStream(path))) {
    if (line.startsWith(lastLineMark)) {
      isWhole = (JSON.parse(line.slice(1)) as LastLine).sha256 === digest.digest('hex')
      break
    }
    const bytes = Buffer.from(`${line}\n`)
    digest.update(bytes)
    yield bytes
  }
  if (!isWhole)
    throw new Error(`${path} is not as a backup wrote it: take it from another copy of the backups.`)
}

/**
 * Where the keys of a backup are; undefined if it has none, or is to be restored without them. Throws if they
 * are missing: then everything could be restored but names and contacts.
 */
export function keyFileOf(
  backup: string,
  keys: KeysOfBackup | undefined,
  withoutKeys: boolean,
): string | undefined {
  if (!keys || withoutKeys) return undefined
  // A manifest that somebody else wrote must not reach beyond the backups.
  const path = join(dirname(backup), basename(keys.name))
  if (existsSync(path)) return path
  if (keys.rows === 0) return undefined
  throw new Error(
    `${path} is missing: it has the keys of the names and contacts in this backup. Put it back, or restore ` +
      'with --without-keys: then everything comes back but those, which count as erased.',
  )
}

/** A source of rows with the keys of a file in the place of its own. */
export async function withKeys(source: TableSource, path: string | undefined): Promise<TableSource> {
  if (path === undefined) return source
  const rows = (await lastLineOf(path))?.rows
  if (rows === undefined) throw new Error(`${path} is not as a backup wrote it: it has no end.`)
  const others = source.tables.filter(({ name }) => name !== personalKeyTable.name)
  return {
    ...source,
    tables: [...others, personalKeyTable],
    count: async (table) => (table.name === personalKeyTable.name ? rows : source.count(table)),
    lines: (table) => (table.name === personalKeyTable.name ? keyLines(path) : source.lines(table)),
  }
}
