import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..', '..', '..')

interface Generator {
  readonly typesOf: (document: unknown) => string
}

test('X9: the types of the pages match openapi.json; npm run web:types regenerates them', async () => {
  const path = join(root, 'scripts', 'web-types.mjs')
  const { typesOf } = (await import(path)) as Generator
  const document: unknown = JSON.parse(readFileSync(join(root, 'openapi.json'), 'utf8'))
  const isSame = typesOf(document) === readFileSync(join(import.meta.dirname, 'api-types.ts'), 'utf8')
  assert.ok(isSame, 'src/web/shared/api-types.ts is stale: npm run web:types writes it anew')
})
