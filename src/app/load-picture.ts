import type { TrainRunId } from '../domain/ids.ts'
import type { Picture } from '../domain/picture.ts'
import type { Deps } from './deps.ts'

/** The picture of a run of the timetable; from memory, without waiting a turn, where it is there. */
export async function loadPicture(deps: Pick<Deps, 'store'>, trainRunId: TrainRunId): Promise<Picture> {
  const picture = deps.store.pictureNow(trainRunId) ?? (await deps.store.picture(trainRunId))
  if (!picture) throw new Error(`run ${trainRunId} is in the timetable and not in the store`)
  return picture
}
