import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { TSchema } from 'typebox'
import { coachLayoutSchema } from './coach-layout.ts'
import { consistRulesSchema } from './consist-rules.ts'
import { fareRulesSchema } from './fare-rules.ts'

const schemas: Readonly<Record<string, TSchema>> = {
  'coach-layout': coachLayoutSchema,
  'consist-rules': consistRulesSchema,
  'fare-rules': fareRulesSchema,
}

/** The names of published schema files that differ from the schemas the program uses. */
export function stalePublishedSchemas(): string[] {
  return Object.entries(schemas)
    .filter(([name, schema]) => !isPublished(name, schema))
    .map(([name]) => path.basename(fileOf(name)))
}

/** Writes the JSON Schema files that editors and other programs use. The formatter formats them. */
function publishSchemas(): void {
  for (const [name, schema] of Object.entries(schemas))
    writeFileSync(fileOf(name), `${JSON.stringify(published(schema), null, 2)}\n`)
}

function fileOf(name: string): string {
  return path.join(import.meta.dirname, `${name}.schema.json`)
}

function published(schema: TSchema): object {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema }
}

function isPublished(name: string, schema: TSchema): boolean {
  try {
    const found: unknown = JSON.parse(readFileSync(fileOf(name), 'utf8'))
    return JSON.stringify(found) === JSON.stringify(published(schema))
  } catch {
    return false
  }
}

if (import.meta.main) publishSchemas()
