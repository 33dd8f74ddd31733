import type { TrainRunId } from '../../domain/ids.ts'
import type { Picture } from '../../domain/inventory/picture.ts'
import type { Claim } from '../../domain/records/claim.ts'
import type { Inspector } from '../../store/inspector.ts'
import type { Store } from '../../store/store.ts'

/** A run whose picture differs from the database. */
interface PictureFinding {
  readonly trainRunId: TrainRunId
  readonly detail: string
}

export interface PictureFindings {
  readonly runs: number
  /** Runs that changed so often that the picture and the database were never seen at the same commit. */
  readonly unsettled: number
  readonly wrong: readonly PictureFinding[]
}

const mostLooks = 200

/** Compares every picture in memory with the claims in the database as of the same commit. */
export async function comparePictures(
  store: Pick<Store, 'pictureNow' | 'now' | 'isShared'>,
  inspector: Inspector,
  onProgress: (done: number, total: number) => void,
): Promise<PictureFindings> {
  const runIds = await inspector.runIds()
  const wrong: PictureFinding[] = []
  let runs = 0
  let unsettled = 0
  for (const [index, trainRunId] of runIds.entries()) {
    const difference = await compareOne(store, inspector, trainRunId)
    if (difference !== 'not_in_memory') runs++
    if (difference === 'unsettled') unsettled++
    else if (typeof difference === 'object') wrong.push(difference)
    onProgress(index + 1, runIds.length)
  }
  return { runs, unsettled, wrong }
}

/**
 * The database is at most one batch ahead of the picture, so both are soon seen at the same commit; each look
 * lets the engine go first.
 */
async function compareOne(
  store: Pick<Store, 'pictureNow' | 'now' | 'isShared'>,
  inspector: Inspector,
  trainRunId: TrainRunId,
): Promise<PictureFinding | 'same' | 'unsettled' | 'not_in_memory'> {
  for (let look = 0; look < mostLooks; look++) {
    const picture = store.pictureNow(trainRunId)
    if (!picture) return 'not_in_memory'
    const { commitSeq, claims } = await inspector.claims(trainRunId)
    if (picture.commitSeq === commitSeq) {
      const detail = firstDifference(picture, claims)
      return detail === undefined ? 'same' : { trainRunId, detail }
    }
    // Another node has sold since: the picture is brought up to date before it decides anything.
    if (store.isShared && picture.commitSeq < commitSeq) return 'unsettled'
    await new Promise((resolve) => setImmediate(resolve))
  }
  return 'unsettled'
}

/** The first difference between a picture and the claims in the database; undefined if there is none. */
export function firstDifference(picture: Picture, claims: readonly Claim[]): string | undefined {
  const inDatabase = Map.groupBy(claims, (claim) => claim.seatId)
  for (const seat of picture.run.consist.seats) {
    const rows = inDatabase.get(seat.id) ?? []
    const known = picture.claimsOn(seat.id)
    if (rows.map(describe).sort().join() !== known.map(describe).sort().join()) {
      return (
        `seat ${seat.number} has ${known.length} claims in memory ` +
        `and ${rows.length} different ones in the database`
      )
    }
    inDatabase.delete(seat.id)
  }
  const [stray] = inDatabase.keys()
  return stray === undefined
    ? undefined
    : `the database has a claim on seat ${stray}, which the run does not have`
}

function describe(claim: Claim): string {
  const { fromLeg, toLeg, state, holdId, bookingId, expiresAt } = claim
  return [fromLeg, toLeg, state, holdId, bookingId, expiresAt].join(':')
}
