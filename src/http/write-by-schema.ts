import compile, { type Schema } from 'fast-json-stringify'

/**
 * Writes answers by a schema, which may refer to others by their names. It is compiled for the first answer:
 * compiling the schemas of all operations takes longer than the rest of a start.
 */
export function writerOf(
  schema: Schema,
  named: Readonly<Record<string, Schema>>,
): (answer: unknown) => string {
  let write: ((answer: unknown) => string) | undefined
  return (answer) => {
    write ??= compile(schema, { schema: withoutOwn(named, schema) })
    return write(answer)
  }
}

/** A schema that has a name itself must not be there twice. */
function withoutOwn(named: Readonly<Record<string, Schema>>, schema: Schema) {
  return Object.fromEntries(
    Object.entries(named).filter(([name]) => !('$id' in schema && name === schema.$id)),
  )
}
