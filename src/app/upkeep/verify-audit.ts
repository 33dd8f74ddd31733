import type { TrainRunId } from '../../domain/ids.ts'
import { type Range, rangesOf } from '../../domain/records/stretch.ts'
import type { AuditChain, Inspector, StoredEntry } from '../../store/inspector.ts'
import { missingEnd, type ReadCheckpoints, type ToldEnd } from './verify-checkpoints.ts'

/** The first break in a run's chain; later entries cannot be judged. */
interface BrokenChain {
  readonly trainRunId: TrainRunId
  /** The number of the entry. */
  readonly seq: number
  readonly fault: 'entry_missing' | 'entry_changed' | 'entry_extra' | 'head_differs' | 'checkpoint_differs'
  /** One sentence for a person. */
  readonly detail: string
}

interface AuditReport {
  readonly ok: boolean
  readonly runs: number
  readonly entries: number
  readonly broken: readonly BrokenChain[]
}

/**
 * Recomputes every run's chain and compares it with what is stored, and with where it ended by checkpoints if
 * they are given; names the run and the entry if one is broken.
 */
export async function verifyAudit(
  inspector: Inspector,
  onProgress: (done: number, total: number) => void = () => {},
  told: ReadCheckpoints['ends'] = new Map(),
): Promise<AuditReport> {
  const total = (await inspector.runIds()).length
  const broken: BrokenChain[] = []
  let runs = 0
  let entries = 0
  const unseen = new Map(told)
  for await (const chain of inspector.auditChains()) {
    const { trainRunId } = chain
    entries += chain.entries.length
    const fault = verifyChain(chain, inspector.auditHash) ?? compare(chain, told.get(trainRunId) ?? [])
    if (fault) broken.push(fault)
    unseen.delete(trainRunId)
    onProgress(++runs, Math.max(runs, total))
  }
  for (const [trainRunId, ends] of unseen) {
    const fault = compare({ trainRunId, head: null, entries: [] }, ends)
    if (fault) broken.push(fault)
  }
  return { ok: broken.length === 0, runs, entries, broken }
}

function compare(chain: AuditChain, ends: readonly ToldEnd[]): BrokenChain | undefined {
  const missing = missingEnd(chain, ends)
  return missing && { trainRunId: chain.trainRunId, fault: 'checkpoint_differs', ...missing }
}

/** The first fault of one chain; undefined if it is whole. */
export function verifyChain(chain: AuditChain, auditHash: Inspector['auditHash']): BrokenChain | undefined {
  const fault = (seq: number, kind: BrokenChain['fault'], what: string): BrokenChain => ({
    trainRunId: chain.trainRunId,
    seq,
    fault: kind,
    detail: `Run ${chain.trainRunId}, entry ${seq}: ${what}.`,
  })
  const told = toldClearings(chain)
  let previous = ''
  let expected = 1
  for (const stored of chain.entries) {
    const cleared = clearedUpTo(stored)
    if (cleared && cleared.fromSeq === expected && stored.seq >= expected) {
      const untold = firstUntold(cleared, told)
      if (untold !== undefined) return fault(untold, 'entry_missing', 'it is gone, and no entry says so')
      previous = stored.hash
      expected = stored.seq + 1
      continue
    }
    if (stored.seq < expected) return fault(stored.seq, 'entry_extra', 'its number is a duplicate or below 1')
    if (stored.seq > expected) return fault(expected, 'entry_missing', 'it was deleted')
    if (!stored.entry) return fault(expected, 'entry_changed', 'it can no longer be read')
    previous = auditHash(previous, stored.entry)
    if (previous !== stored.hash) {
      return fault(expected, 'entry_changed', 'it was changed, swapped with another or inserted later')
    }
    expected++
  }
  const last = expected - 1
  const head = chain.head ?? { seq: 0, hash: '' }
  if (head.seq > last)
    return fault(last + 1, 'entry_missing', `it was deleted; the head counts ${head.seq} entries`)
  if (head.seq < last)
    return fault(head.seq + 1, 'entry_extra', `it was inserted; the head counts ${head.seq} entries`)
  if (head.hash !== previous) return fault(last, 'head_differs', 'the head of the run has a different hash')
  return undefined
}

/** The entries that were cleared, according to the chain itself. */
function toldClearings(chain: AuditChain): readonly Range[] {
  return chain.entries.flatMap(({ entry }) =>
    entry?.action === 'records_cleared' ? rangesOf(String(entry.facts.entries)) : [],
  )
}

/** The entries that this one replaces; undefined if it is an ordinary entry. */
function clearedUpTo({ seq, entry }: StoredEntry): Range | undefined {
  return entry?.action === 'entries_cleared'
    ? { fromSeq: Number(entry.facts.from_seq), toSeq: seq }
    : undefined
}

/** The first of the entries that is in none of the ranges. */
function firstUntold({ fromSeq, toSeq }: Range, told: readonly Range[]): number | undefined {
  let seq = fromSeq
  for (const range of told.toSorted((a, b) => a.fromSeq - b.fromSeq))
    if (range.fromSeq <= seq && seq <= range.toSeq) seq = range.toSeq + 1
  return seq <= toSeq ? seq : undefined
}
