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
    comment: Type.Optional(Type.String()),
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

test('N1: every mistake in a file is reported with its pointer', () => {
  assert.deepEqual(reasonsOf({ name: 'A1', kind: 'c', many: 3, 'x/y': 1 }).toSorted(), [
    '/kind must be one of a, b',
    '/many must be string, or must be array',
    '/name must match ^[a-z]+$',
    '/x~1y is not a known member; check its spelling, or remove it',
  ])
  assert.deepEqual(reasonsOf({ kind: 'a', many: [0] }).toSorted(), [
    '/many/0 must be >= 1',
    '/name is missing',
  ])
})

test('N1: a file that is missing or is not JSON is reported by name', () => {
  const broken = refusalOf('{ "name": "a",, }')
  assert.match(broken.message, /rules\.json: is not JSON: /)
  assert.match(broken.message, /position 14|line 1 column 15/)
  assert.throws(
    () => readRuleFile(schema, path.join(folder, 'absent.json')),
    (fault) => fault instanceof RuleFileRefused && /absent\.json: cannot be read: ENOENT/.test(fault.message),
  )
})

test('K1, N1: a text of a rule file is visible and has one line; a comment may have several', () => {
  const odd = { name: 'a', kind: 'a' }
  assert.deepEqual(reasonsOf({ ...odd, many: '\x1b[31m' }), [
    '/many must not have control characters; it has U+001B',
  ])
  assert.deepEqual(reasonsOf({ ...odd, many: '\u200b' }), ['/many must not be blank'])
  assert.deepEqual(reasonsOf({ ...odd, many: 'a', comment: 'two\nlines\0' }), [
    '/comment must not have control characters; it has U+0000',
  ])
  const file = path.join(folder, 'comment.json')
  writeFileSync(file, JSON.stringify({ ...odd, many: 'a', comment: 'two\nlines' }))
  assert.equal(readRuleFile(schema, file).name, 'a')
  writeFileSync(file, Buffer.from('{ "name": "a", "kind": "b", "many": "\xff" }', 'latin1'))
  assert.throws(() => readRuleFile(schema, file), /is not UTF-8 text/)
})

test('N1: a byte order mark at the start of a file is not a mistake', () => {
  const file = path.join(folder, 'bom.json')
  writeFileSync(file, '\uFEFF{ "name": "a", "kind": "b", "many": "c" }')
  assert.equal(readRuleFile(schema, file).name, 'a')
})

test('N1: a pointer escapes what RFC 6901 requires', () => {
  assert.equal(pointerTo('a/b', 'c~d', 0), '/a~1b/c~0d/0')
})

test('N2: the published schemas are the ones that the program uses', () => {
  assert.deepEqual(
    stalePublishedSchemas(),
    [],
    'run: node src/timetable/schemas/publish.ts && npm run format',
  )
})
