import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Picture } from '../domain/railway/brand.ts'
import { compressors, type Encoding } from './encodings.ts'

/** A file kept in memory, in each encoding that it can be sent in. */
export interface PageFile {
  readonly mediaType: string
  readonly bodies: Readonly<Partial<Record<Encoding, Buffer>>> & { readonly identity: Buffer }
  readonly etag: string
  /** Its name contains a hash of its content, so it never changes. */
  readonly isImmutable: boolean
}

export const htmlType = 'text/html; charset=utf-8'
export const scriptType = 'text/javascript; charset=utf-8'

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': htmlType,
  '.js': scriptType,
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
}

/**
 * The built pages by path, such as `/assets/index-3fZk.js`; null if nothing was built. They are read once and
 * kept, about 500 KB.
 */
export function readPageFiles(folder: string): ReadonlyMap<string, PageFile> | null {
  if (!existsSync(join(folder, 'index.html'))) return null
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) in mediaTypes)
    .map((entry) => join(entry.parentPath, entry.name))
  return new Map(paths.map((path) => [`/${relative(folder, path).split(sep).join('/')}`, readPageFile(path)]))
}

/**
 * A page made from text, without a file. It is made once, when the server starts, so it uses the best
 * compression.
 */
export function pageOf(text: string): PageFile {
  return textFile(text, htmlType)
}

/** As `pageOf`, of any other kind of text. */
export function textFile(text: string, mediaType: string): PageFile {
  const identity = Buffer.from(text)
  const bodies = { identity, br: brotliCompressSync(identity), gzip: gzipSync(identity, { level: 9 }) }
  return { mediaType, bodies, etag: etagOf(identity), isImmutable: false }
}

/** A picture of the railway, whose path changes with its content. */
export function pictureFile({ mediaType, bytes }: Picture): PageFile {
  const identity = Buffer.from(bytes)
  return { mediaType, bodies: { identity }, etag: etagOf(identity), isImmutable: true }
}

/** A large file made from text. It is compressed once, in other threads, while the server continues. */
export async function fileOf(text: string, mediaType: string): Promise<PageFile> {
  const identity = Buffer.from(text)
  const [br, gzip] = await Promise.all([compressors.br(identity), compressors.gzip(identity)])
  return { mediaType, bodies: { identity, br, gzip }, etag: etagOf(identity), isImmutable: false }
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
