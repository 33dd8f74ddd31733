import ts from 'typescript'
import { placeOf, type SourceFile, walk } from './source-tree.ts'
import { nameOfTest } from './spec-rules.ts'

const width = 110

/** A sentence for each line that is too long to read beside another file. */
export function longLines(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const whole = unbreakable(file)
    return tooLong(file.text)
      .filter((line) => !whole.has(line))
      .map((line) => `${file.path}:${line} has more than ${width} characters`)
  })
}

/** The numbers of the lines with more characters than that, by code points. */
function tooLong(text: string): number[] {
  return text.split('\n').flatMap((line, index) => ([...line].length > width ? [index + 1] : []))
}

/**
 * Lines that cannot be broken: a regular expression, or the name of a test, which quotes a rule as one text.
 */
function unbreakable(file: SourceFile): ReadonlySet<number> {
  const lines = new Set<number>()
  walk(file, (node) => {
    if (!ts.isRegularExpressionLiteral(node) && nameOfTest(node) === undefined) return
    lines.add(file.syntax.getLineAndCharacterOfPosition(node.getStart(file.syntax)).line + 1)
    const name = ts.isCallExpression(node) ? node.arguments[0] : undefined
    if (name) lines.add(file.syntax.getLineAndCharacterOfPosition(name.getStart(file.syntax)).line + 1)
  })
  return lines
}

const longestComponent = 80

/** A sentence for each component that no longer fits on one screen and should be split. */
export function longComponents(files: readonly SourceFile[]): string[] {
  const found: string[] = []
  for (const file of files.filter(({ path }) => path.endsWith('.tsx')))
    walk(file, (node) => {
      if (!ts.isFunctionDeclaration(node)) return
      const lineCount = node.getText(file.syntax).split('\n').length
      if (lineCount > longestComponent)
        found.push(`${placeOf(file, node)} ${node.name?.text} has ${lineCount} lines`)
    })
  return found
}

/**
 * The same for texts that are not code. Text without a space to break at stays as it is, and so does a row of
 * a table.
 */
export function longTextLines(path: string, text: string): string[] {
  const lines = text.split('\n')
  return tooLong(text)
    .filter((line) => canBeBroken(lines[line - 1] ?? ''))
    .map((line) => `${path}:${line} has more than ${width} characters`)
}

function canBeBroken(line: string): boolean {
  const isTableRow = /^\s*\|/.test(line)
  const words = line
    .trim()
    .replace(/^(?:[-*>#]|--|\/\*|\d+\.)\s+/, '')
    .split(' ')
  return !isTableRow && words.length > 1
}
