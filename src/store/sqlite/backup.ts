import { hash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { copyDatabase, syncFile } from './copy-database.ts'
import { schemaStateOf } from './schema-state.ts'

export const manifestName = 'manifest.json'
export const manifestFormat = 1

/** What a backup says of itself; members as they stand in its manifest. */
export interface Manifest {
  readonly format: number
  readonly holdfast_version: string
  readonly created_at: string
  readonly schema_version: number
  readonly runs: number
  readonly audit_entries: number
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[]
}

/** What was found in a database file; throws where it is not sound. */
export type Verify = (file: string) => Promise<{ readonly runs: number; readonly auditEntries: number }>

export interface BackupOptions {
  readonly databaseFile: string
  /** The ledger of the mock payment service, which lives beside the database; it may be absent. */
  readonly ledgerFile: string
  readonly secretsFile: string
  /** The folder to make. */
  readonly target: string
  readonly version: string
  readonly createdAt: string
  readonly verify: Verify
  readonly onProgress: (done: number, total: number) => void
}

/**
 * Copies everything that a restore needs into a new folder, while a server may be selling. The folder has its name only once it is
 * whole, verified and on the medium. Throws where the target is there already or the copy is not sound.
 */
export async function backUp(options: BackupOptions): Promise<Manifest> {
  const { target } = options
  if (existsSync(target)) throw new Error(`${target} is there already: name a folder that is not there yet.`)
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.partial`)
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  try {
    const manifest = await fill(draft, options)
    renameSync(draft, target)
    syncFile(dirname(target))
    return manifest
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
}

/** The ledger comes after the database: what it knows beyond it is given back by the reconciliation, and never the other way round. */
async function fill(draft: string, options: BackupOptions): Promise<Manifest> {
  const { databaseFile, ledgerFile, secretsFile, onProgress, verify } = options
  const copy = join(draft, basename(databaseFile))
  await copyDatabase(databaseFile, copy, onProgress)
  if (existsSync(ledgerFile)) await copyDatabase(ledgerFile, join(draft, basename(ledgerFile)), () => {})
  if (existsSync(secretsFile)) copyPrivately(secretsFile, join(draft, basename(secretsFile)))
  const { runs, auditEntries } = await verify(copy)
  const names = [databaseFile, ledgerFile, secretsFile].map((file) => basename(file))
  const present = names.filter((name) => existsSync(join(draft, name)))
  for (const name of present) removeWal(join(draft, name))
  const manifest: Manifest = {
    format: manifestFormat,
    holdfast_version: options.version,
    created_at: options.createdAt,
    schema_version: schemaStateOf(copy).version ?? 0,
    runs,
    audit_entries: auditEntries,
    files: present.map((name) => describeFile(draft, name)),
  }
  removeWal(copy)
  writeFileSync(join(draft, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
  for (const name of [...present, manifestName]) syncFile(join(draft, name))
  syncFile(draft)
  return manifest
}

function copyPrivately(from: string, to: string): void {
  copyFileSync(from, to)
  chmodSync(to, 0o600)
}

/** A copy that was only read has nothing in its log; the empty files would stay behind. */
function removeWal(file: string): void {
  for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true })
}

function describeFile(folder: string, name: string): Manifest['files'][number] {
  const path = join(folder, name)
  chmodSync(path, 0o600)
  return { name, bytes: statSync(path).size, sha256: digestOf(path) }
}

/** SHA-256 of a file, in hex. */
export function digestOf(path: string): string {
  return hash('sha256', readFileSync(path), 'hex')
}
