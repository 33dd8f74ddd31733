import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectRoot } from './tree/source-tree.ts'

interface Entry {
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly version?: string
  readonly integrity?: string
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
}

const lock: { readonly packages: Readonly<Record<string, Entry>> } = JSON.parse(
  readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'),
)

test('O1: the lock file has every optional package that it names, or npm ci would refuse it on a fresh machine', () => {
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

test('O36: the Node of each kind of machine has its hash in the lock file and an exact version, the same for all', () => {
  const nodes = Object.entries(lock.packages).filter(([name]) =>
    /^node_modules\/node-(bin-)?(linux|darwin|win)-/.test(name),
  )
  assert.deepEqual(nodes.map(([name]) => name.replace(/^node_modules\/node-(bin-)?/, '')).sort(), [
    'darwin-arm64',
    'darwin-x64',
    'linux-arm64',
    'linux-x64',
    'win-x64',
  ])
  for (const [name, { integrity = '' }] of nodes) assert.match(integrity, /^sha512-/, name)
  assert.equal(new Set(nodes.map(([, { version }]) => version)).size, 1)
  const asked: Readonly<Record<string, string>> = lock.packages['']?.optionalDependencies ?? {}
  for (const [name, { version }] of nodes) assert.equal(asked[name.replace('node_modules/', '')], version)
})

test('O36: no package that "npm start" installs has an install script', () => {
  const scripted = Object.entries(lock.packages).filter(([, entry]) => entry.hasInstallScript && !entry.dev)
  assert.deepEqual(
    scripted.map(([name]) => name),
    [],
  )
})
