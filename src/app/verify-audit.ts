import type { TrainRunId } from '../domain/ids.ts'
import type { AuditChain, Inspector } from '../store/inspector.ts'

/** Where a run's chain is broken first; what comes after it cannot be judged. */
export interface BrokenChain {
  readonly trainRunId: TrainRunId
  /** The number of the entry. */
  readonly seq: number
  readonly fault: 'entry_missing' | 'entry_changed' | 'entry_extra' | 'head_differs'
  /** One sentence for a person. */
  readonly detail: string
}

export interface AuditReport {
  readonly ok: boolean
  readonly runs: number
  readonly entries: number
  readonly broken: readonly BrokenChain[]
}

/** Computes every run's chain again and compares it with what is stored; names the run and the entry where one is broken. */
export async function verifyAudit(
  inspector: Inspector,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<AuditReport> {
  const total = (await inspector.runIds()).length
  const broken: BrokenChain[] = []
  let runs = 0
  let entries = 0
  for await (const chain of inspector.auditChains()) {
    entries += chain.entries.length
    const fault = verifyChain(chain, inspector.auditHash)
    if (fault) broken.push(fault)
    onProgress(++runs, Math.max(runs, total))
  }
  return { ok: broken.length === 0, runs, entries, broken }
}

/** The first fault of one chain; undefined where it is whole. */
export function verifyChain(chain: AuditChain, auditHash: Inspector['auditHash']): BrokenChain | undefined {
  const fault = (seq: number, kind: BrokenChain['fault'], what: string): BrokenChain => ({
    trainRunId: chain.trainRunId,
    seq,
    fault: kind,
    detail: `Run ${chain.trainRunId}, entry ${seq}: ${what}.`,
  })
  let previous = ''
  let expected = 1
  for (const stored of chain.entries) {
    if (stored.seq < expected) return fault(stored.seq, 'entry_extra', 'its number is there twice or below 1')
    if (stored.seq > expected) return fault(expected, 'entry_missing', 'it was deleted')
    if (!stored.entry) return fault(expected, 'entry_changed', 'it cannot be read any more')
    previous = auditHash(previous, stored.entry)
    if (previous !== stored.hash) {
      return fault(expected, 'entry_changed', 'it was changed, swapped with another or put in afterwards')
    }
    expected++
  }
  const last = expected - 1
  const head = chain.head ?? { seq: 0, hash: '' }
  if (head.seq > last)
    return fault(last + 1, 'entry_missing', `it was deleted; the head counts ${head.seq} entries`)
  if (head.seq < last)
    return fault(head.seq + 1, 'entry_extra', `it was put in; the head counts ${head.seq} entries`)
  if (head.hash !== previous) return fault(last, 'head_differs', 'the head of the run remembers another hash')
  return undefined
}
