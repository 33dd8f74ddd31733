import type { Log } from '../app/deps.ts'
import type { StaffDesk } from '../app/people/staff-desk.ts'
import type { Config } from '../cli/config.ts'

type FirstSettings = Pick<Config, 'adminEmail' | 'adminPassword'>

/**
 * The address of the page that makes the first administrator, for 30 minutes; null if there is one, or if the
 * settings have just made one.
 */
export async function setupLink(
  staff: StaffDesk,
  settings: FirstSettings,
  siteUrl: string,
  log: Log,
): Promise<string | null> {
  try {
    return await firstLink(staff, settings, siteUrl, log)
  } catch (fault) {
    // What people are kept in may be away for a while, and seats are sold without it.
    log.warn({ err: fault }, 'it could not be read whether there is an administrator')
    return null
  }
}

async function firstLink(
  staff: StaffDesk,
  { adminEmail: email, adminPassword: password }: FirstSettings,
  siteUrl: string,
  log: Log,
): Promise<string | null> {
  if (email !== null && password !== null) {
    const made = await staff.ensureAdministrator({ name: email, email, password })
    if (made.ok)
      log.info({ staff_id: made.value.id }, 'ADMIN_EMAIL and ADMIN_PASSWORD made the administrator')
    else if (made.refusal.code !== 'setup_refused')
      log.warn({ code: made.refusal.code }, 'ADMIN_EMAIL and ADMIN_PASSWORD could not make an administrator')
    if (made.ok || made.refusal.code === 'setup_refused') return null
  }
  const token = await staff.openSetup()
  return token === null ? null : `${siteUrl}/setup#${token}`
}
