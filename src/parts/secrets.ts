import { WrongUse } from '../cli/failures.ts'
import { loadSecrets, saveSecrets } from '../cli/secrets.ts'
import type { Tools } from '../cli/tools.ts'
import type { Instant } from '../domain/instant.ts'
import { whileThere } from './told-faults.ts'

/** Secrets that nodes share are in their PostgreSQL database; otherwise they are in the data folder. */
export const changeSecrets: Tools['changeSecrets'] = async (place, dataFolder, change) => {
  if (place.kind === 'server') {
    const { changeSecrets: changeShared } = await import('../store/postgres/shared-secrets.ts')
    return whileThere(place, () => changeShared(place.url, change))
  }
  const loaded = loadSecrets(dataFolder)
  if (!loaded.ok) throw new WrongUse(loaded.refusal.sentence)
  const now = Date.now() as Instant
  const secrets = change(loaded.value, now)
  if (secrets !== loaded.value) saveSecrets(dataFolder, secrets)
  return { secrets, now }
}
