import type { HoldId } from '../ids.ts'

/** Consecutive entries of a run's audit chain: one entry of a hold, or many cleared ones. */
export interface Stretch {
  readonly fromSeq: number
  readonly toSeq: number
  /** Of the last entry; the next entry links to it. */
  readonly hash: string
  /** Null if the entries were cleared. */
  readonly holdId: HoldId | null
}

/** Numbers of entries, including the first and the last. */
export type Range = Pick<Stretch, 'fromSeq' | 'toSeq'>

/** The same entries in as few stretches as possible, in order. No two stretches may share an entry. */
export function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const found: Stretch[] = []
  for (const one of stretches.toSorted((a, b) => a.fromSeq - b.fromSeq)) {
    const last = found.at(-1)
    if (last && last.toSeq + 1 === one.fromSeq)
      found.splice(-1, 1, { ...one, fromSeq: last.fromSeq, holdId: null })
    else found.push({ ...one, holdId: null })
  }
  return found
}

/** `3-5 9`: the form in which the audit says which entries were cleared. */
export function textOfRanges(ranges: readonly Range[]): string {
  return ranges
    .map(({ fromSeq, toSeq }) => (fromSeq === toSeq ? `${fromSeq}` : `${fromSeq}-${toSeq}`))
    .join(' ')
}

/** Parses the output of `textOfRanges`; empty if the text is anything else. */
export function rangesOf(text: string): readonly Range[] {
  if (!/^\d{1,15}(-\d{1,15})?( \d{1,15}(-\d{1,15})?)*$/.test(text)) return []
  return text.split(' ').map((part) => {
    const [from, to = from] = part.split('-').map(Number)
    return { fromSeq: Number(from), toSeq: Number(to) }
  })
}
