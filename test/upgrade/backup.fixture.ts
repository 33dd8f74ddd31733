import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

/** Packs a backup folder as one compressed text that can be checked in. */
export function packBackup(folder: string): Buffer {
  const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'base64')])
  return gzipSync(JSON.stringify(Object.fromEntries(files)), { level: 9 })
}

/** Unpacks a packed backup into a folder. */
export function unpackBackup(file: string, folder: string): void {
  const files = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Readonly<Record<string, string>>
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, name), Buffer.from(text, 'base64'), { mode: 0o600 })
}
