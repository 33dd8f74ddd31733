import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { syncFile } from '../sync-file.ts'

const secretNames = ['session_secret', 'webhook_secret', 'personal_secret'] as const

/** The secrets of a data folder, by name; none if there is no file yet. */
export function readSecrets(file: string): ReadonlyMap<string, string> {
  if (!existsSync(file)) return new Map()
  const members = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>
  return new Map(
    secretNames.flatMap((name) => {
      const value = members[name]
      return typeof value === 'string' ? [[name, value] as const] : []
    }),
  )
}

/** Writes the secret settings, readable for their user alone. */
export function writeSecrets(file: string, settings: ReadonlyMap<string, string>): void {
  const members = Object.fromEntries(secretNames.map((name) => [name, settings.get(name)]))
  writeFileSync(file, `${JSON.stringify(members)}\n`, { mode: 0o600, flag: 'wx' })
  syncFile(file)
}
