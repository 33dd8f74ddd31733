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

/** Where product code of the domain waits, looks at a clock, draws a number or speaks to the world. */
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

const looseWords = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME'].join('|')})\\b`)
// A lint rule may be overruled where a sentence says why.
const silencers = new RegExp(`@ts-${'ignore'}|@ts-${'nocheck'}|biome-${'ignore'}(?! lint/\\w+/\\w+: .{15})`)

/** Types that say nothing, tests that do not run, promises to write it later, checks switched off. */
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
