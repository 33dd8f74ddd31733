// Writes src/web/shared/api-types.ts: the TypeScript types of openapi.json, for the web pages. `npm run
// web:types` runs it; a test fails if the file is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const target = join(root, 'src', 'web', 'shared', 'api-types.ts')

/** The source text of the types in this OpenAPI document. */
export function typesOf(document) {
  const named = Object.entries(document.components.schemas).map(
    ([name, schema]) => `${docOf(schema, '')}export interface ${name} ${typeOf(schema, '')}\n`,
  )
  const asked = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).flatMap(operationOf),
  )
  const head = '// Made of openapi.json by "npm run web:types". Do not edit.\n'
  return [head, ...named, ...asked].join('\n')
}

function operationOf({ operationId, requestBody, responses, 'x-holdfast-access': access }) {
  if (access === undefined) return []
  const name = operationId[0].toUpperCase() + operationId.slice(1)
  const body = requestBody?.content?.['application/json']?.schema
  const good = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1]
  const answer = good?.content?.['application/json']?.schema
  const types = []
  if (body) types.push(`export type ${name}Body = ${typeOf(body, '')}\n`)
  if (answer) types.push(`export type ${name}Answer = ${typeOf(answer, '')}\n`)
  return types
}

function docOf({ description }, indent) {
  return description ? `${indent}/** ${description.replaceAll('*/', '* /')} */\n` : ''
}

function typeOf(schema, indent) {
  if (schema.$ref) return schema.$ref.split('/').at(-1)
  if (schema.enum) return schema.enum.map((value) => (value === null ? 'null' : `'${value}'`)).join(' | ')
  if (schema.anyOf) return schema.anyOf.map((one) => typeOf(one, indent)).join(' | ')
  if (Array.isArray(schema.type))
    return schema.type.map((type) => typeOf({ ...schema, type }, indent)).join(' | ')
  if (schema.type === 'array') return arrayOf(typeOf(schema.items, indent))
  if (schema.type === 'object') return objectOf(schema, indent)
  return (
    { string: 'string', integer: 'number', number: 'number', boolean: 'boolean', null: 'null' }[
      schema.type
    ] ?? 'unknown'
  )
}

function arrayOf(type) {
  return /^\w+$/.test(type) ? `readonly ${type}[]` : `readonly (${type})[]`
}

function objectOf({ properties = {}, required = [], patternProperties, additionalProperties }, indent) {
  const inner = `${indent}  `
  const lines = Object.entries(properties).map(
    ([name, schema]) =>
      `${docOf(schema, inner)}${inner}readonly ` +
      `${/^\w+$/.test(name) ? name : `'${name}'`}${required.includes(name) ? '' : '?'}: ` +
      `${typeOf(schema, inner)}\n`,
  )
  const values =
    Object.values(patternProperties ?? {})[0] ?? (additionalProperties === true ? {} : additionalProperties)
  if (values && typeof values === 'object')
    lines.push(`${inner}readonly [name: string]: ${typeOf(values, inner)}\n`)
  return lines.length === 0 ? 'Readonly<Record<string, unknown>>' : `{\n${lines.join('')}${indent}}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(target, typesOf(JSON.parse(readFileSync(join(root, 'openapi.json'), 'utf8'))))
}
