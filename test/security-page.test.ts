import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectRoot } from './tree/source-tree.ts'
import { rulesIn } from './tree/spec-rules.ts'

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8')
const page = read('docs/security.md')

/** How many requirements of levels 1 and 2 each chapter of ASVS 5.0.0 has, V1 first. */
const counts = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7]

/** The requirements of a table, with their states. */
function requirements(text: string): readonly (readonly [id: string, state: string])[] {
  return [...text.matchAll(/^\| ([\d., ]+) \| ([^|]+) \|/gm)].flatMap(([, ids = '', state = '']) =>
    ids.split(', ').map((id) => [id, state.trim()] as const),
  )
}

test('O105: docs/security.md has every requirement of ASVS 5.0 at level 2 once, and counts its gaps', () => {
  const found = requirements(page)
  const ids = found.map(([id]) => id)
  assert.deepEqual(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
  )
  const byChapter = counts.map((_, index) => ids.filter((id) => id.startsWith(`${index + 1}.`)).length)
  assert.deepEqual(byChapter, counts)
  const sentence = /All (\d+) requirements of levels 1 and 2: ([^.]+)\./.exec(page) ?? []
  assert.equal(Number(sentence[1]), ids.length)
  for (const told of (sentence[2] ?? '').split(', ')) {
    const [count, ...state] = told.split(' ')
    assert.equal(found.filter(([, one]) => one === state.join(' ')).length, Number(count), told)
  }
})

test('O105: what it says is shown by rules that SPEC.md has, and by files that are there', () => {
  const known = new Set(rulesIn(read('SPEC.md')))
  const named = [...page.matchAll(/(?<![\w.-])([A-Z]\d{1,3})(?![\w.])/g)].map(([, rule = '']) => rule)
  const chapters = /^V\d+$/
  assert.ok(named.length > 150)
  assert.deepEqual([...new Set(named.filter((rule) => !known.has(rule) && !chapters.test(rule)))], [])
  const paths = [...page.matchAll(/`((?:src|docs|deploy)\/[\w./-]+)`/g)].map(([, path = '']) => path)
  assert.deepEqual(
    paths.filter((path) => !existsSync(join(projectRoot, path))),
    [],
  )
})

test('and a page with a requirement twice, or one that is left out, is found', () => {
  const twice = requirements('| 1.1.1, 1.1.2 | met | x |\n| 1.1.2 | n/a | y |\n')
  assert.deepEqual(twice, [
    ['1.1.1', 'met'],
    ['1.1.2', 'met'],
    ['1.1.2', 'n/a'],
  ])
})
