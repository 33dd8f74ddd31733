import { verifyDatabase as verify } from '../app/upkeep/verify-database.ts'
import type { Tools } from '../cli/tools.ts'
import { accountOf } from '../payments/account.ts'
import * as copying from '../store/copy.ts'
import * as places from '../store/place.ts'
import { findInFile, mendFile } from '../store/sqlite/mend-texts.ts'
import { canBeMended, describeOddText } from '../store/sqlite/odd-texts.ts'
import { filesIn } from './data-files.ts'
import { whileThere } from './told-faults.ts'
import { version } from './version.ts'

// What commands do with a whole database. Each explains in one sentence why it cannot.

export const openInspector: Tools['openInspector'] = (place) =>
  whileThere(place, () => places.openInspector(place))

export const schemaState: Tools['schemaState'] = (place) => whileThere(place, () => places.schemaState(place))

export const migrate: Tools['migrate'] = (place, withoutLog) =>
  whileThere(place, () => places.migrate(place, withoutLog ? { now: Date.now() } : null))

export const distribute: Tools['distribute'] = (place, onProgress) =>
  whileThere(place, () => places.distribute(place, onProgress))

export const serverState: Tools['serverState'] = async (place) => {
  const { locatorKey, nodeConnections } = await whileThere(place, () => places.serverState(place))
  return { account: locatorKey && accountOf(locatorKey), isServed: nodeConnections > 0 }
}

export const mendTexts: Tools['mendTexts'] = async (file, isToMend) => {
  const found = await whileThere({ kind: 'file', file }, async () =>
    isToMend ? mendFile(file) : findInFile(file),
  )
  return found.map((text) => ({
    table: text.table,
    column: text.column,
    detail: describeOddText(text),
    canBeMended: canBeMended(text),
  }))
}

export const backUp: Tools['backUp'] = (place, folder, target, onProgress) => {
  const createdAt = Temporal.Now.instant().round('second').toString()
  return whileThere(place, () =>
    places.backUp(place, filesIn(folder), { target, version, createdAt, verify, onProgress }),
  )
}

export const restore: Tools['restore'] = (backup, place, folder, { force, withoutKeys }, onProgress) =>
  whileThere(place, () =>
    places.restore(place, filesIn(folder), {
      backup,
      force,
      withoutKeys,
      now: Date.now(),
      verify,
      onProgress,
    }),
  )

export const copy: Tools['copy'] = async (from, to, onProgress) => {
  // Checks the source by itself first, so a fault is reported for the right one of the two.
  await whileThere(from, () => places.schemaState(from))
  return whileThere(to, () => copying.copy({ from, to, now: Date.now(), verify, onProgress }))
}
