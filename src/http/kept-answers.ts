/** Answers that many ask for, kept as bytes and given up in the order in which nobody asked for them. */
export interface KeptAnswers {
  find(name: string): Buffer | undefined
  keep(name: string, bytes: Buffer): void
  readonly bytes: number
}

/** Keeps at most `maxBytes` of answers. A name has to say all that an answer depends on, so that an old one is never found. */
export function makeKeptAnswers(maxBytes: number): KeptAnswers {
  // A Map keeps the order of insertion: what is asked for is put at the end again, so the first one is the longest unasked.
  const kept = new Map<string, Buffer>()
  let total = 0
  return {
    get bytes() {
      return total
    },
    find(name) {
      const bytes = kept.get(name)
      if (!bytes) return undefined
      kept.delete(name)
      kept.set(name, bytes)
      return bytes
    },
    keep(name, bytes) {
      if (bytes.length > maxBytes) return
      total += bytes.length - (kept.get(name)?.length ?? 0)
      kept.delete(name)
      kept.set(name, bytes)
      for (const [oldest, old] of kept) {
        if (total <= maxBytes) break
        kept.delete(oldest)
        total -= old.length
      }
    },
  }
}
