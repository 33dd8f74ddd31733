import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { statusOf } from './problem.ts'

const spec = readFileSync(join(import.meta.dirname, '..', '..', 'SPEC.md'), 'utf8')

test('W: SPEC.md lists every refusal code with its status, and no other', () => {
  const [, list = ''] = spec.split('\n## Refusal codes\n')
  const listed = list
    .split('\n## ')[0]
    ?.matchAll(/^\| (\d{3}) \| (.+) \|$/gm)
    .flatMap(([, status, codes]) =>
      (codes ?? '').split(', ').map((code) => [code.replaceAll('`', ''), Number(status)]),
    )
    .toArray()
    .sort()
  assert.deepEqual(listed, Object.entries(statusOf).sort())
})
