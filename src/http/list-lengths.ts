import { type TSchema, Type } from 'typebox'

/** A list of a schema: the members that lead to it, and how long it may be. */
interface BoundedList {
  readonly path: readonly string[]
  readonly longest: number
}

/** A list that is too long. */
interface Overlong {
  readonly pointer: string
  readonly detail: string
}

/**
 * Measures the lists of a value before anything walks them. These limits and the size of the body bound lists
 * within lists. A server does not start with a schema whose list has no maximum length.
 */
export function compileLengths(schema: TSchema): (value: unknown) => readonly Overlong[] {
  const lists = listsOf(schema, [])
  return (value) =>
    lists.flatMap(({ path, longest }) => {
      const found = memberAt(value, path)
      if (!Array.isArray(found) || found.length <= longest) return []
      return [{ pointer: `/${path.join('/')}`, detail: `must not have more than ${longest} items` }]
    })
}

function listsOf(schema: TSchema, path: readonly string[]): readonly BoundedList[] {
  if (Type.IsArray(schema)) return [{ path, longest: longestOf(schema) }]
  if (!Type.IsObject(schema)) return []
  return Object.entries(schema.properties).flatMap(([name, member]) => listsOf(member, [...path, name]))
}

function longestOf(list: TSchema): number {
  if ('maxItems' in list && typeof list.maxItems === 'number') return list.maxItems
  throw new Error('a list in a request does not declare how many items it may have')
}

function memberAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
        ? (inner as Readonly<Record<string, unknown>>)[name]
        : undefined,
    value,
  )
}
