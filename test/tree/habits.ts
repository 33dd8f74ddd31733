import ts from 'typescript'
import { isTestFile, placeOf, type SourceFile, walk } from './source-tree.ts'

const impureNames = new Set([
  'Date',
  'process',
  'console',
  'fetch',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'Promise',
  'crypto',
])
const impureMembers = new Set(['Math.random', 'Temporal.Now'])

/** Where the domain's product code waits, reads a clock, draws a random number, or does I/O. */
export function impurities(files: readonly SourceFile[]): string[] {
  const found: string[] = []
  for (const file of files.filter(({ path }) => path.startsWith('src/domain/') && !isTestFile(path))) {
    walk(file, (node) => {
      const name = impureName(node)
      if (name) found.push(`${placeOf(file, node)} uses ${name}`)
    })
  }
  return found
}

function impureName(node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async'
  if (ts.isAwaitExpression(node)) return 'await'
  if (ts.isPropertyAccessExpression(node)) {
    const name = `${node.expression.getText()}.${node.name.text}`
    return impureMembers.has(name) ? name : undefined
  }
  if (!ts.isIdentifier(node) || !impureNames.has(node.text)) return undefined
  const parent = node.parent
  const isMemberName = ts.isPropertyAccessExpression(parent) && parent.name === node
  const isOwnName =
    (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node
  return isMemberName || isOwnName ? undefined : node.text
}

const voices = new Set(['process.stdout', 'process.stderr', 'console.log', 'console.error', 'console.warn'])

/** Where product code bypasses `cli/terminal.ts`, which keeps outside text from controlling a terminal. */
export function rawVoices(files: readonly SourceFile[]): string[] {
  const found: string[] = []
  for (const file of files.filter(({ path }) => path !== 'src/main.ts' && !isTestFile(path)))
    walk(file, (node) => {
      if (ts.isPropertyAccessExpression(node) && voices.has(node.getText()))
        found.push(`${placeOf(file, node)} speaks by ${node.getText()}: use the sinks of cli/terminal.ts`)
    })
  return found
}

/**
 * Where product code imports more than types from `node:http`. An import reads all exports of that module,
 * and one of them loads an HTTP client: 60 ms of processor time in each thread of each start, a third of a
 * short command. `process.getBuiltinModule('node:http')` reads only what is taken from it.
 */
export function costlyImports(files: readonly SourceFile[]): string[] {
  const found: string[] = []
  for (const file of files.filter(({ path }) => !isTestFile(path)))
    walk(file, (node) => {
      if (!ts.isImportDeclaration(node) || !node.moduleSpecifier.getText().includes('node:http')) return
      if (!node.importClause?.isTypeOnly)
        found.push(`${placeOf(file, node)} imports node:http: take it by process.getBuiltinModule`)
    })
  return found
}

/**
 * Switches over the kind of a change that do not end in `unreachable`: they would silently skip a new kind.
 */
export function openSwitches(files: readonly SourceFile[]): string[] {
  const found: string[] = []
  for (const file of files.filter(({ path }) => !isTestFile(path)))
    walk(file, (node) => {
      if (!ts.isSwitchStatement(node) || node.expression.getText() !== 'change.kind') return
      const last = node.caseBlock.clauses.at(-1)
      if (!last || !ts.isDefaultClause(last) || !/\bunreachable\(change\)/.test(last.getText()))
        found.push(`${placeOf(file, node)} has a switch over change.kind that does not end in unreachable`)
    })
  return found
}

const looseWords = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME'].join('|')})\\b`)
// A lint rule may be suppressed if a sentence says why.
const silencers = new RegExp(`@ts-${'ignore'}|@ts-${'nocheck'}|biome-${'ignore'}(?! lint/\\w+/\\w+: .{15})`)

/** Types that say nothing, skipped tests, promises to write something later, disabled checks. */
export function looseEnds(files: readonly SourceFile[]): string[] {
  const found: string[] = []
  for (const file of files) {
    file.text.split('\n').forEach((line, index) => {
      if (looseWords.test(line)) found.push(`${file.path}:${index + 1} puts something off`)
      if (silencers.test(line)) found.push(`${file.path}:${index + 1} silences a check`)
    })
    walk(file, (node) => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(`${placeOf(file, node)} has an any`)
      if (isIdleTest(node))
        found.push(`${placeOf(file, node)} is a test that does not run, or the only one that does`)
    })
  }
  return found
}

function isIdleTest(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false
  const { expression, name } = node.expression
  return (
    ['skip', 'only', 'to' + 'do'].includes(name.text) &&
    ['test', 'it', 'describe', 'suite', 't'].includes(expression.getText())
  )
}

// Assembled, so that this file does not contain what it looks for.
const machinePaths = ['main', 'shared', 'steering'].map((folder) => ['', 'work', folder].join('/'))
const registryHosts = ['registry.' + 'npmjs', 'registry.' + 'yarnpkg', 'deb.' + 'debian.org']

/** Lines that name a machine's folder or a package registry. */
export function bannedStrings(path: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      [...machinePaths, ...registryHosts]
        .filter((banned) => line.includes(banned))
        .map((banned) => `${path}:${index + 1} names ${banned}`),
    )
}
