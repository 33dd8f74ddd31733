import type { KeyObject } from 'node:crypto'
import type { TrainRunId } from '../../domain/ids.ts'
import type { ChainEnd } from '../../domain/records/checkpoint.ts'
import type { AuditChain } from '../../store/inspector.ts'
import { hashOfLine, isSignedBy, parseLine } from './signed-checkpoint.ts'
import type { ToldBefore } from './write-checkpoints.ts'

/** Where a chain ended, by a checkpoint of that time. */
export interface ToldEnd extends ChainEnd {
  readonly at: number
}

export interface ReadCheckpoints {
  readonly count: number
  readonly ends: ReadonlyMap<TrainRunId, readonly ToldEnd[]>
  /** What is wrong with the lines themselves, a sentence each. */
  readonly faults: readonly string[]
}

type Lines = Iterable<string> | AsyncIterable<string>

/** Reads checkpoints, and whether each line is signed by the key and follows the one before. */
export async function readCheckpoints(lines: Lines, publicKey: KeyObject): Promise<ReadCheckpoints> {
  const ends = new Map<TrainRunId, ToldEnd[]>()
  const faults: string[] = []
  let count = 0
  let previous = ''
  for await (const line of lines) {
    const place = `Line ${++count} of the checkpoints`
    const checkpoint = parseLine(line)
    if (!checkpoint) faults.push(`${place} cannot be read.`)
    else if (!isSignedBy(checkpoint, publicKey)) faults.push(`${place} is not signed by this key.`)
    else {
      // The first line of a series follows nothing: a server that writes to a command begins one at each
      // start.
      if (checkpoint.previous !== '' && checkpoint.previous !== previous)
        faults.push(`${place} does not follow the line before: one was changed or is missing.`)
      for (const end of checkpoint.ends) {
        const known = ends.get(end.trainRunId) ?? []
        known.push({ ...end, at: checkpoint.at })
        ends.set(end.trainRunId, known)
      }
    }
    previous = hashOfLine(line)
  }
  return { count, ends, faults }
}

/** What a server must know of earlier lines to go on with them; lines that cannot be read tell it nothing. */
export async function toldBefore(lines: Lines): Promise<ToldBefore> {
  const seqs = new Map<TrainRunId, number>()
  let lastHash = ''
  for await (const line of lines) {
    for (const { trainRunId, seq } of parseLine(line)?.ends ?? [])
      seqs.set(trainRunId, Math.max(seq, seqs.get(trainRunId) ?? 0))
    lastHash = hashOfLine(line)
  }
  return { seqs, lastHash }
}

/**
 * The first end that a chain no longer has, with a sentence; undefined if it has them all. Of an end among
 * cleared entries only the last hash is left to compare.
 */
export function missingEnd(
  { trainRunId, entries }: AuditChain,
  ends: readonly ToldEnd[],
): { readonly seq: number; readonly detail: string } | undefined {
  const hashes = new Map(entries.map(({ seq, hash }) => [seq, hash]))
  const last = entries.at(-1)?.seq ?? 0
  for (const { seq, hash, at } of ends) {
    const moment = new Date(at).toISOString()
    if (seq > last) {
      const detail = `Run ${trainRunId}: it had ${seq} entries at ${moment}, and has only ${last} now.`
      return { seq: last + 1, detail }
    }
    const found = hashes.get(seq)
    if (found !== undefined && found !== hash) {
      const detail = `Run ${trainRunId}, entry ${seq}: it was another at ${moment}; the chain was made anew.`
      return { seq, detail }
    }
  }
  return undefined
}
