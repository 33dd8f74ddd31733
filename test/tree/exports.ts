import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'
import type { SourceFile } from './source-tree.ts'

/** Every imported name, as `path#name`; `path#*` if a whole file is imported. */
type Wanted = ReadonlySet<string>

/** A sentence for each export that no other file imports: it is dead, or needs no `export`. */
export function idleExports(
  files: readonly SourceFile[],
  importers: readonly SourceFile[] = files,
): string[] {
  const wanted: Wanted = new Set(importers.flatMap(importsOf))
  return files.flatMap((file) =>
    wanted.has(`${file.path}#*`)
      ? []
      : exportsOf(file)
          .filter((name) => !wanted.has(`${file.path}#${name}`))
          .map((name) => `${file.path} exports ${name}, which nobody imports`),
  )
}

function exportsOf({ syntax }: SourceFile): string[] {
  return syntax.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) return namesIn(statement.exportClause)
    if (ts.isExportAssignment(statement)) return ['default']
    if (!ts.canHaveModifiers(statement)) return []
    const modifiers = ts.getModifiers(statement)?.map((one) => one.kind) ?? []
    if (!modifiers.includes(ts.SyntaxKind.ExportKeyword)) return []
    if (modifiers.includes(ts.SyntaxKind.DefaultKeyword)) return ['default']
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name))
    const { name } = statement as ts.DeclarationStatement
    return name && ts.isIdentifier(name) ? [name.text] : []
  })
}

function namesIn(clause: ts.NamedExportBindings | undefined): string[] {
  return clause && ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : []
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text]
  return name.elements.flatMap((one) => (ts.isBindingElement(one) ? boundNames(one.name) : []))
}

function importsOf(file: SourceFile): string[] {
  const found: string[] = []
  const want = (specifier: ts.Node, names: readonly string[]): void => {
    if (!ts.isStringLiteralLike(specifier) || !specifier.text.startsWith('.')) return
    const target = normalize(join(dirname(file.path), specifier.text)).replaceAll('\\', '/')
    found.push(...names.map((name) => `${target}#${name}`))
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) want(node.moduleSpecifier, namesOf(node.importClause))
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier)
      want(node.moduleSpecifier, namesReexported(node))
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      want(node.argument.literal, node.qualifier ? [firstName(node.qualifier)] : ['*'])
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      for (const argument of node.arguments) want(argument, namesAwaited(node))
    ts.forEachChild(node, visit)
  }
  visit(file.syntax)
  return found
}

function namesOf(clause: ts.ImportClause | undefined): string[] {
  if (!clause) return []
  const named = clause.namedBindings
  const names = clause.name ? ['default'] : []
  if (!named) return names
  if (ts.isNamespaceImport(named)) return [...names, '*']
  return [...names, ...named.elements.map((one) => (one.propertyName ?? one.name).text)]
}

function namesReexported({ exportClause }: ts.ExportDeclaration): string[] {
  if (!exportClause || !ts.isNamedExports(exportClause)) return ['*']
  return exportClause.elements.map((one) => (one.propertyName ?? one.name).text)
}

function firstName(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : firstName(name.left)
}

/** What is used of `await import(...)`: the members that are destructured or accessed, else all. */
function namesAwaited(call: ts.CallExpression): string[] {
  let node: ts.Node = call.parent
  while (ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node)) node = node.parent
  if (ts.isPropertyAccessExpression(node)) return [node.name.text]
  if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name))
    return node.name.elements.map((one) => (one.propertyName ?? one.name).getText())
  return ['*']
}
