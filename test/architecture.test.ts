import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { brokenArrows, deadImports, importCycles } from './tree/arrows.ts'
import { idleExports } from './tree/exports.ts'
import {
  bannedStrings,
  costlyImports,
  impurities,
  looseEnds,
  openSwitches,
  rawVoices,
} from './tree/habits.ts'
import { longComponents, longLines, longTextLines } from './tree/lines.ts'
import { type Manifest, strayPackages, unexplainedPackages } from './tree/packages.ts'
import { isDataFile, projectRoot, readTree, type SourceFile } from './tree/source-tree.ts'
import { quotedRules, rulesIn } from './tree/spec-rules.ts'
import { britishSpellings } from './tree/spelling.ts'

const product = readTree(projectRoot, ['src/**/*.ts', 'src/**/*.tsx'])
const everything = [...product, ...readTree(projectRoot, ['test/**/*.ts', 'bench/**/*.ts'])]
const programs = readTree(projectRoot, ['scripts/**/*.mjs', 'bin/*.mjs', '*.ts'])

test('every import goes along an arrow of the architecture', () => {
  assert.ok(product.length > 0, 'there are files to look at')
  assertNone(brokenArrows(product))
  assertNone(deadImports(everything))
})

test('no files import each other in a circle', () => assertNone(importCycles(product)))

test('nothing is exported that no other file imports', () => {
  const idle = idleExports(everything, [...everything, ...programs])
  assertNone(idle.filter((sentence) => !isDataFile(fileNamed(sentence))))
})

test('the product is installed with the packages that it imports, and decision 0001 has a reason for each', () => {
  const manifest: Manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
  // A fresh clone builds its pages when it first starts.
  assertNone(strayPackages([...product, ...readTree(projectRoot, ['vite.config.ts'])], manifest))
  const table = readFileSync(join(projectRoot, 'docs/decisions/0001-dependencies.md'), 'utf8')
  assertNone(unexplainedPackages(table, manifest))
})

test('the domain is pure: it does not wait, has no clock, no randomness and no world', () =>
  assertNone(impurities(product)))

test('O50: only the command line speaks to a terminal, through one place', () =>
  assertNone(rawVoices(product)))

test('no start pays for a client that node:http loads when it is imported', () =>
  assertNone(costlyImports(product)))

test('each switch over a change takes every kind of it', () => assertNone(openSwitches(product)))

test('nothing is put off, untyped, silenced or left out', () => assertNone(looseEnds(everything)))

test('a file has at most 400 lines, and every file over 200 is named', (t) => {
  const long = everything
    .filter((file) => file.lineCount > 200 && !isDataFile(file.path))
    .toSorted((a, b) => b.lineCount - a.lineCount)
  for (const file of long) t.diagnostic(`${file.lineCount} lines: ${file.path}`)
  assertNone(
    long.filter((file) => file.lineCount > 400).map((file) => `${file.path} has ${file.lineCount} lines`),
  )
})

test('a line has at most 110 characters, also in comments, texts and statements', () => {
  assertNone(longLines([...everything, ...programs].filter((file) => !isDataFile(file.path))))
  const others = trackedTexts().filter((path) => /\.(sql|css|sh)$/.test(path) && !isReleased(path))
  assertNone(others.flatMap((path) => longTextLines(path, readFileSync(join(projectRoot, path), 'utf8'))))
})

test('a component has at most 80 lines', () => assertNone(longComponents(product)))

test('no file names a folder of one machine or a package registry', () => {
  assertNone(
    trackedTexts().flatMap((path) => bannedStrings(path, readFileSync(join(projectRoot, path), 'utf8'))),
  )
})

test('texts, comments and names have one spelling, the American one', () => {
  const texts = trackedTexts().filter((path) => path !== spellings && !isReleased(path))
  assertNone(texts.flatMap((path) => britishSpellings(path, readFileSync(join(projectRoot, path), 'utf8'))))
})

test('the lock file carries no host of a registry, so that a clone installs from any', () => {
  const lock = readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')
  assert.deepEqual(lock.match(/"resolved": "https?:.*/g) ?? [], [])
  assert.match(readFileSync(join(projectRoot, '.npmrc'), 'utf8'), /^omit-lockfile-registry-resolved=true$/m)
})

test('what ARCHITECTURE.md and README.md point to is there', () =>
  assertNone(['ARCHITECTURE.md', 'README.md'].flatMap(missingPaths)))

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

/** The list of the words that the check looks for. */
const spellings = 'test/tree/spelling.ts'

const openSwitch = "switch (change.kind) {\n  case 'noted': break\n  default:\n}\n"

test('these checks can fail: planted mistakes are named, each with its file', (t) => {
  const files = plant(t, {
    'src/domain/seat.ts':
      "import { openStore } from '../store/store.ts'\nexport const now = () => Date.now()\n",
    'src/domain/clock.ts': "import { hrtime } from 'node:process'\nexport async function later() {}\n",
    'src/store/store.ts': "import './engine.ts'\nexport const openStore = (x: any) => x\n",
    'src/store/engine.ts': [
      "import type { openStore } from './store.ts'",
      "import { x } from 'gone/deep'",
      openSwitch,
    ].join('\n'),
    'src/app/hold.ts': `import { sqlite } from '../store/sqlite/sqlite-store.ts'\n// ${'x '.repeat(60)}\n`,
    'src/store/sqlite/sqlite-store.ts': "import '../../main.ts'\n",
    'src/http/server.ts': "import { x } from '../app/gone.ts'\nimport '../domain/world.fixture.ts'\n",
    'src/domain/world.fixture.ts': "import '../store/store.ts'\n",
    'src/cli/serve.ts': "await import('../parts/product.ts')\n",
    'src/web/page.tsx': `function Short() {}\nfunction Long() {${'\n'.repeat(80)}}\n`,
    'src/parts/product.ts': "import '../http/server.ts'\n",
    'src/domain/railway/fare.ts': "import '../sale/place-hold.ts'\n",
    'src/domain/sale/place-hold.ts': "import '../inventory/picture.ts'\nimport '../money/refund.ts'\n",
    'src/domain/inventory/picture.ts': '',
    'src/domain/money/refund.ts': '',
    'src/domain/extras/gift.ts': '',
    'src/app/sale/book.ts': '',
    'src/web/passenger/app.ts': '',
    'src/domain/result.ts': "import './railway/fare.ts'\n",
    'src/app/refusals.ts': "import './sale/book.ts'\n",
    'src/store/postgres/backup.ts': "import '../sqlite/sqlite-store.ts'\n",
    'src/cli/say.ts': 'process.stdout.write(name)\n',
    'src/web/shared/theme.ts': "import '../passenger/app.ts'\n",
    'src/main.ts': `import './http/server.ts'\n// ${'TO'}${'DO'} write it\n`,
    'src/domain/seat.test.ts':
      `test('H1, Z9: a seat${' x'.repeat(60)}', () => {})\n` + `test.${'skip'}('H2: later', () => {})\n`,
  })
  assert.deepEqual(brokenArrows(files).map(fileNamed), [
    'src/app/hold.ts',
    'src/cli/serve.ts',
    'src/domain/clock.ts',
    'src/domain/extras/gift.ts',
    'src/domain/railway/fare.ts',
    'src/domain/result.ts',
    'src/domain/sale/place-hold.ts',
    'src/domain/seat.ts',
    'src/http/server.ts',
    'src/store/postgres/backup.ts',
    'src/store/sqlite/sqlite-store.ts',
    'src/web/shared/theme.ts',
  ])
  assert.deepEqual(deadImports(files).map(fileNamed), ['src/http/server.ts'])
  assert.deepEqual(importCycles(files), ['src/store/store.ts -> src/store/engine.ts -> src/store/store.ts'])
  assert.deepEqual(idleExports(files).toSorted().map(fileNamed), [
    'src/domain/clock.ts',
    'src/domain/seat.ts',
  ])
  assert.deepEqual(longComponents(files).map(fileNamed), ['src/web/page.tsx:2'])
  assert.deepEqual(longLines(files).map(fileNamed), ['src/app/hold.ts:2'])
  assert.deepEqual(longTextLines('a.sql', `-- ${'x '.repeat(60)}\n-- ${'x'.repeat(120)}\n`).map(fileNamed), [
    'a.sql:1',
  ])
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
  assert.deepEqual(rawVoices(files).map(fileNamed), ['src/cli/say.ts:1'])
  assert.deepEqual(openSwitches(files).map(fileNamed), ['src/store/engine.ts:3'])
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
  const spelled = ['// A neighb', 'our travell', 'er; segment_back', 'wards'].join('')
  assert.deepEqual(britishSpellings('src/a.ts', spelled).map(fileNamed), ['src/a.ts:1', 'src/a.ts:1'])
  assert.deepEqual(bannedStrings('a.md', ['', 'work', 'main', 'x'].join('/')).map(fileNamed), ['a.md:1'])
})

/** Files and folders that a text names in backticks or as a link, and that do not exist. */
function missingPaths(text: string): string[] {
  const named = readFileSync(join(projectRoot, text), 'utf8').matchAll(
    /`((?:src|test|bench|docs|scripts|deploy)\/[^`\s*]+)`|\]\(([^):#]+)\)/g,
  )
  return [...named]
    .map((match) => match[1] ?? match[2] ?? '')
    .filter((path) => !existsSync(join(projectRoot, path)))
    .map((path) => `${text} points to ${path}, which does not exist`)
}

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

/** Migrations of a released version never change, not even in their comments. */
function isReleased(path: string): boolean {
  return /migrations\/000[12]-/.test(path)
}

// A packed copy has no git, so the folders of the source are used.
function trackedTexts(): string[] {
  const paths = existsSync(join(projectRoot, '.git'))
    ? execFileSync('git', ['ls-files'], { cwd: projectRoot, encoding: 'utf8' }).trim().split('\n')
    : everything.map((file) => file.path)
  return paths.filter(
    (path) =>
      /\.(ts|tsx|mjs|js|json|md|sql|sh|css|ya?ml)$|^\.(npmrc|ci)/.test(path) &&
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
  return readTree(root, ['src/**/*.ts', 'src/**/*.tsx'])
}
