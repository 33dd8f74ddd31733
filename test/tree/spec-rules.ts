import ts from 'typescript'
import { placeOf, type SourceFile, walk } from './source-tree.ts'

/** Numbers of the rules that SPEC.md lists, such as `H2`, in its order. */
export function rulesIn(spec: string): string[] {
  return [...spec.matchAll(/^- ([A-Z]\d+) /gm)].map((match) => match[1] ?? '')
}

interface Quote {
  readonly rule: string
  readonly place: string
}

/** The rules that test names quote, before their first colon: `H2, I4: two passengers ...`. */
export function quotedRules(files: readonly SourceFile[]): Quote[] {
  const quotes: Quote[] = []
  for (const file of files) {
    walk(file, (node) => {
      const head = nameOfTest(node)?.split(':')[0] ?? ''
      for (const [rule] of head.matchAll(/\b[A-Z]\d{1,3}\b/g))
        quotes.push({ rule, place: placeOf(file, node) })
    })
  }
  return quotes
}

/** The first argument of any call whose callee reads like a test, with or without a helper in between. */
export function nameOfTest(node: ts.Node): string | undefined {
  if (
    !ts.isCallExpression(node) ||
    !/(^|\.)(test|it|describe|suite|rule)$|Test$/.test(node.expression.getText())
  )
    return undefined
  const name = node.arguments[0]
  if (!name) return undefined
  if (ts.isStringLiteralLike(name)) return name.text
  if (ts.isTemplateExpression(name)) return name.getText().slice(1, -1)
  return undefined
}
