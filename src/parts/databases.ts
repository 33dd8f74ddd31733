import { verifyDatabase as verify } from '../app/verify-database.ts'
import type { Tools } from '../cli/tools.ts'
import { accountOf } from '../payments/account.ts'
import * as copying from '../store/copy.ts'
import * as places from '../store/place.ts'
import { filesIn } from './data-files.ts'
import { whileThere } from './told-faults.ts'
import { version } from './version.ts'

// What commands do with a database as a whole. What stands in their way is told in a sentence.

export const openInspector: Tools['openInspector'] = (place) =>
  whileThere(place, () => places.openInspector(place))

export const schemaState: Tools['schemaState'] = (place) => whileThere(place, () => places.schemaState(place))

export const migrate: Tools['migrate'] = (place) => whileThere(place, () => places.migrate(place))

export const distribute: Tools['distribute'] = (place, onProgress) =>
  whileThere(place, () => places.distribute(place, onProgress))

export const serverState: Tools['serverState'] = async (place) => {
  const { locatorKey, nodeConnections } = await whileThere(place, () => places.serverState(place))
  return { account: locatorKey && accountOf(locatorKey), isServed: nodeConnections > 0 }
}

export const backUp: Tools['backUp'] = (place, folder, target, onProgress) => {
  const createdAt = Temporal.Now.instant().round('second').toString()
  return whileThere(place, () =>
    places.backUp(place, filesIn(folder), { target, version, createdAt, verify, onProgress }),
  )
}

export const restore: Tools['restore'] = (backup, place, folder, force, onProgress) =>
  whileThere(place, () =>
    places.restore(place, filesIn(folder), { backup, force, now: Date.now(), verify, onProgress }),
  )

export const copy: Tools['copy'] = async (from, to, onProgress) => {
  // Asked first by itself, so that what stands before one of the two is told of that one.
  await whileThere(from, () => places.schemaState(from))
  return whileThere(to, () => copying.copy({ from, to, now: Date.now(), verify, onProgress }))
}
