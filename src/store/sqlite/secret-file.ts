import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { storedNames } from '../../domain/people/secrets.ts'
import { syncFile } from '../sync-file.ts'

/** The secrets of a data folder, by name; none if there is no file yet. */
export function readSecrets(file: string): ReadonlyMap<string, string> {
  if (!existsSync(file)) return new Map()
  const members = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>
  return new Map(
    storedNames.flatMap((name) => {
      const value = members[name]
      return typeof value === 'string' ? [[name, value] as const] : []
    }),
  )
}

/** Writes the secret settings, readable for their user alone. */
export function writeSecrets(file: string, settings: ReadonlyMap<string, string>): void {
  const members = Object.fromEntries(storedNames.map((name) => [name, settings.get(name)]))
  writeFileSync(file, `${JSON.stringify(members)}\n`, { mode: 0o600, flag: 'wx' })
  syncFile(file)
}
