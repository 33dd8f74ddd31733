import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectRoot } from './tree/source-tree.ts'

interface Entry {
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

test('O1: the lock file has every optional package that it names, or npm ci would refuse it on a fresh machine', () => {
  const lock: { readonly packages: Readonly<Record<string, Entry>> } = JSON.parse(
    readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'),
  )
  const named = Object.entries(lock.packages).flatMap(([owner, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ owner, name })),
  )
  assert.ok(named.length > 0, 'there are optional packages to look at')
  const absent = named.filter(
    ({ owner, name }) =>
      !lock.packages[`node_modules/${name}`] && !lock.packages[`${owner}/node_modules/${name}`],
  )
  assert.deepEqual(absent, [], 'run node scripts/complete-lock-file.mjs and commit the lock file')
})
