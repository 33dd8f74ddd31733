import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import Type from 'typebox'
import { stalePublishedSchemas } from './publish.ts'
import { pointerTo, RuleFileRefused, readRuleFile } from './rule-file.ts'

const schema = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z]+$' }),
    kind: Type.Enum(['a', 'b']),
    many: Type.Union([Type.String(), Type.Array(Type.Integer({ minimum: 1 }))]),
  },
  { additionalProperties: false },
)

let folder = ''
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'holdfast-rules-'))
})
after(() => rmSync(folder, { recursive: true }))

function refusalOf(text: string): RuleFileRefused {
  const file = path.join(folder, 'rules.json')
  writeFileSync(file, text)
  try {
    readRuleFile(schema, file)
  } catch (fault) {
    if (fault instanceof RuleFileRefused) return fault
    throw fault
  }
  assert.fail('the file was not refused')
}

const reasonsOf = (value: unknown) =>
  refusalOf(JSON.stringify(value)).problems.map(({ pointer, reason }) => `${pointer} ${reason}`)

test('N1: every mistake of a file is told, each with its pointer', () => {
  assert.deepEqual(reasonsOf({ name: 'A1', kind: 'c', many: 3, 'x/y': 1 }).toSorted(), [
    '/kind must be one of a, b',
    '/many must be string, or must be array',
    '/name must match ^[a-z]+$',
    '/x~1y is no member that is known here; check its spelling, or remove it',
  ])
  assert.deepEqual(reasonsOf({ kind: 'a', many: [0] }).toSorted(), [
    '/many/0 must be >= 1',
    '/name is missing',
  ])
})

test('N1: a file that is no JSON, or is not there, is told with its name', () => {
  const broken = refusalOf('{ "name": "a",, }')
  assert.match(broken.message, /rules\.json: is not JSON: /)
  assert.match(broken.message, /position 14|line 1 column 15/)
  assert.throws(
    () => readRuleFile(schema, path.join(folder, 'absent.json')),
    (fault) => fault instanceof RuleFileRefused && /absent\.json: cannot be read: ENOENT/.test(fault.message),
  )
})

test('N1: a byte-order mark before the file is no mistake', () => {
  const file = path.join(folder, 'bom.json')
  writeFileSync(file, '\uFEFF{ "name": "a", "kind": "b", "many": "c" }')
  assert.equal(readRuleFile(schema, file).name, 'a')
})

test('N1: a pointer escapes what RFC 6901 has it escape', () => {
  assert.equal(pointerTo('a/b', 'c~d', 0), '/a~1b/c~0d/0')
})

test('N2: the published schemas are those that the program checks with', () => {
  assert.deepEqual(
    stalePublishedSchemas(),
    [],
    'run: node src/timetable/schemas/publish.ts && npm run format',
  )
})
