import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { type Entry, openPromise } from 'yauzl'
import { GtfsRefused } from './problems.ts'

/** Bytes of the feed cannot be unpacked, or have changed since they were packed. */
export class FeedDamaged extends Error {
  override readonly name = 'FeedDamaged'
}

/** The files of a feed, in a zip file or a folder. */
export interface Feed {
  /** Name of the file or folder, without its extension. */
  readonly name: string
  /** Size of the unpacked file in bytes; undefined if the feed has no such file. */
  sizeOf(file: string): number | undefined
  /** The unpacked bytes; throws `FeedDamaged` at the start or while reading if they cannot be unpacked. */
  open(file: string): Promise<AsyncIterable<Buffer>>
  close(): void
}

/** Opens a zip file or a folder; throws `GtfsRefused` if it is neither. */
export async function openFeed(source: string): Promise<Feed> {
  const info = await stat(source).catch(() => undefined)
  const name = path.basename(source)
  if (!info) throw new GtfsRefused([{ file: name, line: null, reason: 'there is no such file or folder' }])
  return info.isDirectory() ? openFolder(source) : openZip(source)
}

/** The files that the reader uses. It ignores all others. */
const gtfsFiles = [
  'agency.txt',
  'calendar.txt',
  'calendar_dates.txt',
  'feed_info.txt',
  'frequencies.txt',
  'routes.txt',
  'stop_times.txt',
  'stops.txt',
  'translations.txt',
  'trips.txt',
]

/** The name of the file in GTFS, which some systems write in capitals; undefined for any other file. */
function gtfsNameOf(fileName: string): string | undefined {
  const name = path.posix.basename(fileName).toLowerCase()
  return gtfsFiles.includes(name) ? name : undefined
}

interface FolderFile {
  readonly path: string
  readonly size: number
}

async function openFolder(source: string): Promise<Feed> {
  const folder = await folderOfFeed(source)
  const files = await filesIn(folder)
  return {
    name: path.basename(path.resolve(source)),
    sizeOf: (file) => files.get(file)?.size,
    open: async (file) => createReadStream(files.get(file)?.path ?? path.join(folder, file)),
    close: () => undefined,
  }
}

/** Some zip files hold a folder; unpacked, that is a folder in a folder. */
async function folderOfFeed(source: string): Promise<string> {
  const entries = await readdir(source, { withFileTypes: true })
  if (entries.some((entry) => gtfsNameOf(entry.name) !== undefined)) return source
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== '__MACOSX')
  const [only] = folders
  return only && folders.length === 1 ? path.join(source, only.name) : source
}

async function filesIn(folder: string): Promise<ReadonlyMap<string, FolderFile>> {
  const files = new Map<string, FolderFile>()
  for (const fileName of await readdir(folder)) {
    const name = gtfsNameOf(fileName)
    if (name === undefined) continue
    const info = await stat(path.join(folder, fileName)).catch(() => undefined)
    if (!info) {
      const reason = 'cannot be read; if it is a link, the file that it names does not exist'
      throw new GtfsRefused([{ file: fileName, line: null, reason }])
    }
    if (files.has(name)) {
      const reason = `holds ${name} twice, in capitals and in small letters; keep one of them`
      throw new GtfsRefused([{ file: path.basename(folder), line: null, reason }])
    }
    if (info.isFile()) files.set(name, { path: path.join(folder, fileName), size: info.size })
  }
  return files
}

async function openZip(source: string): Promise<Feed> {
  const zip = await openPromise(source, { lazyEntries: true, autoClose: false }).catch((error: unknown) =>
    refuseZip(source, error),
  )
  const entries = new Map<string, Entry>()
  try {
    const nested: string[] = []
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.toLowerCase().endsWith('.zip')) nested.push(entry.fileName)
      addEntry(entries, entry, source)
    }
    if (entries.size === 0 && nested.length > 0) refuseNested(source, nested)
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

/**
 * Some publishers zip the folder instead of its files, so
 * the folder is ignored. Each name must still belong to one file.
 */
function addEntry(entries: Map<string, Entry>, entry: Entry, source: string): void {
  if (entry.fileName.endsWith('/') || entry.fileName.startsWith('__MACOSX/')) return
  const file = gtfsNameOf(entry.fileName)
  if (file === undefined) return
  refuseUnreadable(entry)
  const other = entries.get(file)
  if (other) {
    const reason = `holds both ${other.fileName} and ${entry.fileName}; give a zip file with one feed in it`
    throw new GtfsRefused([{ file: path.basename(source), line: null, reason }])
  }
  entries.set(file, entry)
}

/** Compression methods by number (APPNOTE.TXT section 4.4.5), without the two that the reader supports. */
const otherMethods: Readonly<Record<number, string>> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
}

function refuseUnreadable({ fileName, compressionMethod, generalPurposeBitFlag }: Entry): void {
  const again = 'zip the feed again with ordinary compression (Deflate)'
  const name = otherMethods[compressionMethod] ?? `method ${compressionMethod}`
  const reason =
    (generalPurposeBitFlag & 1) !== 0
      ? 'is encrypted; unpack it with its password and import the folder'
      : compressionMethod !== 0 && compressionMethod !== 8
        ? `is compressed with ${name}, which is not read; ${again}`
        : undefined
  if (reason !== undefined) throw new GtfsRefused([{ file: fileName, line: null, reason }])
}

function refuseNested(source: string, nested: readonly string[]): never {
  const reason = `holds no feed but ${nested.join(', ')}; unpack it, and import what is in it`
  throw new GtfsRefused([{ file: path.basename(source), line: null, reason }])
}

function refuseZip(source: string, error: unknown): never {
  if (error instanceof GtfsRefused) throw error
  const detail = error instanceof Error ? error.message : String(error)
  const reason = /relative path|absolute path|invalid characters in fileName/.test(detail)
    ? `holds a file whose path leads out of the zip file (${detail}); zip the files of the feed alone`
    : `is not a complete zip file (${detail}); download or copy it again`
  throw new GtfsRefused([{ file: path.basename(source), line: null, reason }])
}

/** yauzl does not verify the checksum, and a stored (not deflated) file has no other protection. */
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
