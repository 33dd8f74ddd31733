import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Encoding } from './encodings.ts'

/** One file of the built pages, in each form that it can be sent in. */
export interface PageFile {
  readonly mediaType: string
  readonly bodies: Readonly<Partial<Record<Encoding, Buffer>>> & { readonly identity: Buffer }
  readonly etag: string
  /** Its name holds a hash of its content, so it never changes. */
  readonly isImmutable: boolean
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
}

/** The built pages by path, `/assets/index-3fZk.js`; null where nothing was built. They are read once and kept: some 500 KB. */
export function readPageFiles(folder: string): ReadonlyMap<string, PageFile> | null {
  if (!existsSync(join(folder, 'index.html'))) return null
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) in mediaTypes)
    .map((entry) => join(entry.parentPath, entry.name))
  return new Map(paths.map((path) => [`/${relative(folder, path).split(sep).join('/')}`, readPageFile(path)]))
}

/** A page made of text, without a file of its own; once, when the server starts, so it is compressed as well as can be. */
export function pageOf(text: string): PageFile {
  const identity = Buffer.from(text)
  return {
    mediaType: 'text/html; charset=utf-8',
    bodies: { identity, br: brotliCompressSync(identity), gzip: gzipSync(identity, { level: 9 }) },
    etag: etagOf(identity),
    isImmutable: false,
  }
}

function readPageFile(path: string): PageFile {
  const identity = readFileSync(path)
  return {
    mediaType: mediaTypes[extname(path)] ?? 'application/octet-stream',
    bodies: { identity, ...readCompressed(path, 'br', '.br'), ...readCompressed(path, 'gzip', '.gz') },
    etag: etagOf(identity),
    isImmutable: path.includes(`${sep}assets${sep}`),
  }
}

function readCompressed(path: string, encoding: Encoding, ending: string) {
  return existsSync(path + ending) ? { [encoding]: readFileSync(path + ending) } : {}
}

function etagOf(body: Buffer): string {
  return `"${hash('sha256', body, 'base64url').slice(0, 22)}"`
}
