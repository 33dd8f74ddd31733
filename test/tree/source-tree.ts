import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'

export const projectRoot = join(import.meta.dirname, '..', '..')

/** One source file: its path from the root of the tree with forward slashes, its text, and what it imports. */
export interface SourceFile {
  readonly path: string
  readonly text: string
  readonly lineCount: number
  readonly syntax: ts.SourceFile
  /** Relative imports as paths from the root, others as written. */
  readonly imports: readonly Import[]
}

export interface Import {
  readonly target: string
  readonly isLocal: boolean
}

/** Reads the files that the patterns name, in order of their paths. */
export function readTree(root: string, patterns: readonly string[]): SourceFile[] {
  return globSync([...patterns], { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted()
    .map((path) => readSource(root, path))
}

function readSource(root: string, path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8')
  const syntax = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true)
  return { path, text, lineCount: text.split('\n').length - 1, syntax, imports: importsOf(path, text) }
}

function importsOf(path: string, text: string): Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => {
    const isLocal = fileName.startsWith('.')
    return {
      target: isLocal ? normalize(join(dirname(path), fileName)).replaceAll('\\', '/') : fileName,
      isLocal,
    }
  })
}

/** Tests and what only tests import. */
export function isTestFile(path: string): boolean {
  return /\.(test|fixture|bench|contract)\.tsx?$/.test(path) || path.startsWith('test/')
}

/** Written by a program from something that is reviewed itself, or a table in the shape of code. */
export function isDataFile(path: string): boolean {
  return path === 'src/web/api-types.ts' || path.startsWith('src/timetable/demo/')
}

/** Calls back for every node of the file, parents first. */
export function walk(file: SourceFile, visit: (node: ts.Node) => void): void {
  const down = (node: ts.Node): void => {
    visit(node)
    ts.forEachChild(node, down)
  }
  down(file.syntax)
}

/** `path:line` of a node. */
export function placeOf(file: SourceFile, node: ts.Node): string {
  const { line } = file.syntax.getLineAndCharacterOfPosition(node.getStart(file.syntax))
  return `${file.path}:${line + 1}`
}
