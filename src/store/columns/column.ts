/** A value as both databases accept it. */
export type SqlValue = string | number | null

/** How a column is written: an integer below 2^53, a number with a fraction, or a text. */
export type ColumnKind = 'integer' | 'real' | 'text'

/** A record being read, member by member. */
type Draft = Record<string, unknown>

/**
 * What a column stores of a record, or of the record's owner: a claim gets its run from the commit that
 * writes it, a booked seat its booking.
 */
export interface Part<R, Owner> {
  readonly kind: ColumnKind
  /**
   * The member that the column stores unchanged; null if there is more to do. The sale path reads a hundred
   * of these.
   */
  readonly member: (keyof R & string) | null
  write(record: R, owner: Owner): SqlValue
  read(draft: Draft, value: SqlValue): void
}

/** A part of the record that several columns fill. */
function partOf<T>(draft: Draft, member: string, empty: T): T {
  draft[member] ??= empty
  return draft[member] as T
}

/** The members of a record that are of one type. */
type Members<R, Value> = { [Name in keyof R]: R[Name] extends Value ? Name & string : never }[keyof R]

export function integer<R, Owner>(member: Members<R, number | null>): Part<R, Owner> {
  return asItIs('integer', member)
}

export function real<R, Owner>(member: Members<R, number | null>): Part<R, Owner> {
  return asItIs('real', member)
}

export function text<R, Owner>(member: Members<R, string | null>): Part<R, Owner> {
  return asItIs('text', member)
}

function asItIs<R, Owner>(kind: ColumnKind, member: keyof R & string): Part<R, Owner> {
  return {
    kind,
    member,
    write: (record) => record[member] as SqlValue,
    read(draft, value) {
      draft[member] = value
    },
  }
}

/** Yes or no, as 1 or 0. */
export function flag<R, Owner>(member: Members<R, boolean>): Part<R, Owner> {
  return {
    kind: 'integer',
    member: null,
    write: (record) => (record[member] ? 1 : 0),
    read(draft, value) {
      draft[member] = value === 1
    },
  }
}

/** A member as JSON. */
export function json<R, Owner>(member: keyof R & string): Part<R, Owner> {
  return {
    kind: 'text',
    member: null,
    write: (record) => JSON.stringify(record[member]),
    read(draft, value) {
      draft[member] = JSON.parse(value as string)
    },
  }
}

/** One member of each item of a list, as a JSON array. */
export function each<R extends Readonly<Record<List, readonly Item[]>>, Owner, List extends string, Item>(
  list: List,
  member: keyof R[List][number] & string,
): Part<R, Owner> {
  return {
    kind: 'text',
    member: null,
    write: (record) => JSON.stringify(record[list].map((item: R[List][number]) => item[member])),
    read(draft, value) {
      const items = partOf(draft, list, [] as Draft[])
      const values = JSON.parse(value as string) as readonly unknown[]
      for (const [index, one] of values.entries()) {
        const item = items[index] ?? {}
        item[member] = one
        items[index] = item
      }
    },
  }
}

/** One end of a record's segment. */
export function leg<R extends { readonly segment: Readonly<Record<End, number>> }, Owner, End extends string>(
  end: End,
): Part<R, Owner> {
  return {
    kind: 'integer',
    member: null,
    write: (record) => record.segment[end],
    read(draft, value) {
      partOf(draft, 'segment', {} as Draft)[end] = value
    },
  }
}

/** An integer of the record's owner, which is not read back with the record. */
export function ofOwner<R, Owner>(member: Members<Owner, number>): Part<R, Owner> {
  return {
    kind: 'integer',
    member: null,
    write: (_record, owner) => owner[member] as number,
    read: () => {},
  }
}
