import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { brokenArrows, deadImports, importCycles } from './tree/arrows.ts'
import { bannedStrings, impurities, looseEnds } from './tree/habits.ts'
import { type Manifest, strayPackages, unexplainedPackages } from './tree/packages.ts'
import { isDataFile, isTestFile, projectRoot, readTree, type SourceFile } from './tree/source-tree.ts'
import { quotedRules, rulesIn } from './tree/spec-rules.ts'

const product = readTree(projectRoot, ['src/**/*.ts', 'src/**/*.tsx'])
const everything = [...product, ...readTree(projectRoot, ['test/**/*.ts', 'bench/**/*.ts'])]

test('every import goes along an arrow of the architecture', () => {
  assert.ok(product.length > 0, 'there are files to look at')
  assertNone(brokenArrows(product))
  assertNone(deadImports(everything))
})

test('no files import each other in a circle', () => assertNone(importCycles(product)))

test('the product is installed with the packages that it imports, and decision 0001 has a reason for each', () => {
  const manifest: Manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
  assertNone(strayPackages(product, manifest))
  const table = readFileSync(join(projectRoot, 'docs/decisions/0001-dependencies.md'), 'utf8')
  assertNone(unexplainedPackages(table, manifest))
})

test('the domain is pure: it does not wait, has no clock, no randomness and no world', () =>
  assertNone(impurities(product)))

test('nothing is put off, untyped, silenced or left out', () => assertNone(looseEnds(everything)))

test('a file of the product has at most 400 lines, and every file over 200 is named', (t) => {
  const long = everything
    .filter((file) => file.lineCount > 200 && !isDataFile(file.path))
    .toSorted((a, b) => b.lineCount - a.lineCount)
  for (const file of long) t.diagnostic(`${file.lineCount} lines: ${file.path}`)
  assertNone(
    long
      .filter((file) => file.lineCount > 400 && !isTestFile(file.path))
      .map((file) => `${file.path} has ${file.lineCount} lines`),
  )
})

test('no file names a folder of one machine or a package registry', () => {
  assertNone(
    trackedTexts().flatMap((path) => bannedStrings(path, readFileSync(join(projectRoot, path), 'utf8'))),
  )
})

test('the lock file carries no host of a registry, so that a clone installs from any', () => {
  const lock = readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')
  assert.deepEqual(lock.match(/"resolved": "https?:.*/g) ?? [], [])
  assert.match(readFileSync(join(projectRoot, '.npmrc'), 'utf8'), /^omit-lockfile-registry-resolved=true$/m)
})

test('SPEC.md gives each number once, and tests quote no number that it does not give', () => {
  const rules = rulesIn(spec())
  assert.deepEqual(
    rules.filter((rule, index) => rules.indexOf(rule) !== index),
    [],
  )
  const known = new Set(rules)
  assertNone(
    quotes()
      .filter(({ rule }) => !known.has(rule))
      .map(({ rule, place }) => `${place} quotes ${rule}`),
  )
})

test('each rule of SPEC.md is quoted by a test', () => {
  const quoted = new Set(quotes().map(({ rule }) => rule))
  assertNone(
    rulesIn(spec())
      .filter((rule) => !quoted.has(rule))
      .map((rule) => `no test quotes ${rule}`),
  )
})

test('these checks can fail: planted mistakes are named, each with its file', (t) => {
  const files = plant(t, {
    'src/domain/seat.ts':
      "import { openStore } from '../store/store.ts'\nexport const now = () => Date.now()\n",
    'src/domain/clock.ts': "import { hrtime } from 'node:process'\nexport async function later() {}\n",
    'src/store/store.ts': "import './engine.ts'\nexport const openStore = (x: any) => x\n",
    'src/store/engine.ts': "import type { openStore } from './store.ts'\nimport { x } from 'gone/deep'\n",
    'src/app/hold.ts': "import { sqlite } from '../store/sqlite/sqlite-store.ts'\n",
    'src/store/sqlite/sqlite-store.ts': "import '../../main.ts'\n",
    'src/http/server.ts': "import { x } from '../app/gone.ts'\nimport '../domain/world.fixture.ts'\n",
    'src/domain/world.fixture.ts': "import '../store/store.ts'\n",
    'src/cli/serve.ts': "await import('../parts/product.ts')\n",
    'src/parts/product.ts': "import '../http/server.ts'\n",
    'src/main.ts': `import './http/server.ts'\n// ${'TO'}${'DO'} write it\n`,
    'src/domain/seat.test.ts': "test('H1, Z9: a seat', () => {})\ntest.skip('H2: later', () => {})\n",
  })
  assert.deepEqual(brokenArrows(files).map(fileNamed), [
    'src/app/hold.ts',
    'src/cli/serve.ts',
    'src/domain/clock.ts',
    'src/domain/seat.ts',
    'src/http/server.ts',
    'src/store/sqlite/sqlite-store.ts',
  ])
  assert.deepEqual(deadImports(files).map(fileNamed), ['src/http/server.ts'])
  assert.deepEqual(importCycles(files), ['src/store/store.ts -> src/store/engine.ts -> src/store/store.ts'])
  const manifest = { dependencies: { idle: '1.0.0' }, devDependencies: { '@types/gone': '1.0.0' } }
  assert.deepEqual(strayPackages(files, manifest), [
    'idle is a dependency and imported nowhere',
    'gone is imported and no dependency',
  ])
  assert.deepEqual(unexplainedPackages('| `@types/*`, `left` | types |', manifest), [
    'idle has no reason',
    'left is explained and not installed',
  ])
  assert.deepEqual(impurities(files), ['src/domain/clock.ts:2 uses async', 'src/domain/seat.ts:2 uses Date'])
  assert.deepEqual(looseEnds(files).map(fileNamed), [
    'src/domain/seat.test.ts:2',
    'src/main.ts:2',
    'src/store/store.ts:2',
  ])
  assert.deepEqual(
    quotedRules(files).map(({ rule }) => rule),
    ['H1', 'Z9'],
  )
  assert.deepEqual(rulesIn('# H\n- H1 One.\n- H2 Two, as H1.\n'), ['H1', 'H2'])
  assert.deepEqual(bannedStrings('a.md', ['', 'work', 'main', 'x'].join('/')).map(fileNamed), ['a.md:1'])
})

function spec(): string {
  return readFileSync(join(projectRoot, 'SPEC.md'), 'utf8')
}

function quotes() {
  return quotedRules(everything)
}

function assertNone(problems: readonly string[]): void {
  assert.equal(problems.length, 0, `\n  ${problems.join('\n  ')}\n`)
}

function fileNamed(problem: string): string {
  return problem.split(' ')[0] ?? ''
}

// A packed copy has no git; then the folders of the source are what there is.
function trackedTexts(): string[] {
  const paths = existsSync(join(projectRoot, '.git'))
    ? execFileSync('git', ['ls-files'], { cwd: projectRoot, encoding: 'utf8' }).trim().split('\n')
    : everything.map((file) => file.path)
  return paths.filter(
    (path) =>
      /\.(ts|tsx|mjs|js|json|md|sql|sh|ya?ml)$|^\.(npmrc|ci)/.test(path) &&
      existsSync(join(projectRoot, path)),
  )
}

function plant(t: TestContext, files: Readonly<Record<string, string>>): SourceFile[] {
  const root = mkdtempSync(join(tmpdir(), 'holdfast-arrows-'))
  t.after(() => rmSync(root, { recursive: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return readTree(root, ['src/**/*.ts'])
}
