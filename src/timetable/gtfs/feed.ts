import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { type Entry, openPromise } from 'yauzl'
import { GtfsRefused } from './problems.ts'

/** Bytes of the feed cannot be unpacked or have changed since they were packed. */
export class FeedDamaged extends Error {
  override readonly name = 'FeedDamaged'
}

/** The files of a feed, whether in a zip file or a folder. */
export interface Feed {
  /** Name of the file or folder, without its ending. */
  readonly name: string
  /** Bytes of the unpacked file; undefined where the feed has no such file. */
  sizeOf(file: string): number | undefined
  /** The unpacked bytes; throws `FeedDamaged` where they cannot be had, or while they are read. */
  open(file: string): Promise<AsyncIterable<Buffer>>
  close(): void
}

/** Opens a zip file or a folder; throws `GtfsRefused` where it is neither. */
export async function openFeed(source: string): Promise<Feed> {
  const info = await stat(source).catch(() => undefined)
  const name = path.basename(source)
  if (!info) throw new GtfsRefused([{ file: name, line: null, reason: 'there is no such file or folder' }])
  return info.isDirectory() ? openFolder(source) : openZip(source)
}

async function openFolder(folder: string): Promise<Feed> {
  const sizes = new Map<string, number>()
  for (const file of await readdir(folder)) {
    const info = await stat(path.join(folder, file))
    if (info.isFile()) sizes.set(file, info.size)
  }
  return {
    name: path.basename(path.resolve(folder)),
    sizeOf: (file) => sizes.get(file),
    open: async (file) => createReadStream(path.join(folder, file)),
    close: () => undefined,
  }
}

async function openZip(source: string): Promise<Feed> {
  const zip = await openPromise(source, { lazyEntries: true, autoClose: false }).catch((error: unknown) =>
    refuseZip(source, error),
  )
  const entries = new Map<string, Entry>()
  try {
    for await (const entry of zip.eachEntry()) addEntry(entries, entry, source)
  } catch (error) {
    zip.close()
    refuseZip(source, error)
  }
  return {
    name: path.basename(source).replace(/\.zip$/i, ''),
    sizeOf: (file) => entries.get(file)?.uncompressedSize,
    async open(file) {
      const entry = entries.get(file)
      if (!entry) throw new Error(`the feed has no ${file}`)
      return checked(await zip.openReadStreamPromise(entry).catch(damaged), entry)
    },
    close: () => zip.close(),
  }
}

/** Some publishers zip the folder instead of its files, so the folder is ignored; one name must still mean one file. */
function addEntry(entries: Map<string, Entry>, entry: Entry, source: string): void {
  if (entry.fileName.endsWith('/') || entry.fileName.startsWith('__MACOSX/')) return
  const file = path.posix.basename(entry.fileName)
  const other = entries.get(file)
  if (other) {
    const reason = `holds both ${other.fileName} and ${entry.fileName}; give a zip file with one feed in it`
    throw new GtfsRefused([{ file: path.basename(source), line: null, reason }])
  }
  entries.set(file, entry)
}

function refuseZip(source: string, error: unknown): never {
  if (error instanceof GtfsRefused) throw error
  const detail = error instanceof Error ? error.message : String(error)
  const reason = `is not a complete zip file (${detail}); download or copy it again`
  throw new GtfsRefused([{ file: path.basename(source), line: null, reason }])
}

/** yauzl leaves the checksum to its caller, and a stored (not deflated) file has no other protection. */
async function* checked(stream: Readable, entry: Entry): AsyncGenerator<Buffer> {
  let checksum = 0
  try {
    for await (const chunk of stream) {
      checksum = crc32(chunk, checksum)
      yield chunk
    }
  } catch (error) {
    damaged(error)
  }
  if (checksum !== entry.crc32) throw new FeedDamaged('its checksum is wrong')
}

function damaged(error: unknown): never {
  throw new FeedDamaged(error instanceof Error ? error.message : String(error))
}
