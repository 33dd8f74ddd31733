import type { ActedBy } from '../records/audit.ts'
import { type Role, roles } from '../records/people.ts'

/** What a right lets its holder do, and the roles that have it beside `administrator`, which has all. */
interface Granted {
  readonly allows: string
  readonly roles: readonly Exclude<Role, 'administrator'>[]
}

/**
 * Every right, and who has it: the one table that the gate, the OpenAPI document, the console and the manual
 * are made from. A right named `.read` changes nothing. Names are stored with keys, so a right is never
 * renamed and its name never given to another one.
 */
export const rightsTable = {
  'timetables.read': { allows: 'See imports and their differences.', roles: ['inventory', 'auditor'] },
  'timetables.import': { allows: 'Import a timetable, consists and fares.', roles: ['inventory'] },
  'runs.read': {
    allows: 'See runs with their state, also those that are off sale.',
    roles: ['inventory', 'sales', 'inspector', 'auditor'],
  },
  'runs.change': { allows: 'Close, open, cancel and change runs.', roles: ['inventory'] },
  'blocks.read': { allows: 'See blocked seats and why.', roles: ['inventory', 'sales', 'auditor'] },
  'blocks.change': { allows: 'Take seats out of sale, and give them back.', roles: ['inventory'] },
  'bookings.find': { allows: 'Find bookings of passengers.', roles: ['sales', 'auditor'] },
  'bookings.sell': { allows: 'Hold and book for a passenger.', roles: ['sales'] },
  'bookings.change': { allows: 'Change bookings of passengers.', roles: ['sales'] },
  'bookings.cancel': { allows: 'Cancel bookings of passengers.', roles: ['sales'] },
  'manifest.read': { allows: 'See who has which seat of a run.', roles: ['inspector', 'auditor'] },
  'tickets.check': { allows: 'Check tickets, and note that they were used.', roles: ['inspector'] },
  'money.reports': { allows: 'See reports about money.', roles: ['sales', 'auditor'] },
  'money.compensate': { allows: 'Give compensation up to the limit.', roles: ['sales'] },
  'money.compensate_more': { allows: 'Give compensation beyond the limit.', roles: [] },
  'money.forgive_fees': { allows: 'Cancel without the fee.', roles: ['sales'] },
  'money.close_day': { allows: 'Close a day of sales.', roles: ['sales'] },
  'people.read': { allows: 'See who works for the railway, and their roles.', roles: ['auditor'] },
  'people.change': { allows: 'Add and disable staff, and give them roles.', roles: [] },
  'keys.read': { allows: 'See the API keys, but not their tokens.', roles: ['auditor'] },
  'keys.change': { allows: 'Make and revoke API keys.', roles: [] },
  'audit.read': { allows: 'Read the audit trail.', roles: ['auditor'] },
  'changes.read': {
    allows: 'Follow what happens to bookings and runs, by their ids.',
    roles: ['auditor'],
  },
  'settings.read': { allows: 'See the settings.', roles: ['auditor'] },
  'settings.change': { allows: 'Change settings.', roles: [] },
  'system.read': { allows: 'See how the server is doing.', roles: ['auditor'] },
  'system.change': { allows: 'Maintain the server.', roles: [] },
  'personal_data.read': {
    allows: 'See names and contacts of passengers; without it, they are masked.',
    roles: ['sales', 'inspector'],
  },
} as const satisfies Readonly<Record<string, Granted>>

export type Right = keyof typeof rightsTable

/** In the order of the table. */
export const rights = Object.keys(rightsTable) as readonly Right[]

/** Whether a text is the name of a right, as requests and stored keys have it. */
export function isRight(text: string): text is Right {
  return Object.hasOwn(rightsTable, text)
}

/** The roles that have a right, in the order of all roles. */
export function rolesWith(right: Right): readonly Role[] {
  const granted: readonly Role[] = rightsTable[right].roles
  return roles.filter((role) => role === 'administrator' || granted.includes(role))
}

const rightsByRole = Object.fromEntries(
  roles.map((role) => [role, rights.filter((right) => rolesWith(right).includes(role))]),
) as unknown as Readonly<Record<Role, readonly Right[]>>

/** Everything that somebody with these roles may do. */
export function rightsOfRoles(held: readonly Role[]): ReadonlySet<Right> {
  return new Set(held.flatMap((role) => rightsByRole[role]))
}

/** Who acts for the railway, and what they may do themselves. */
export interface Actor {
  readonly by: ActedBy
  /** Null for who sits at the machine, who may do everything. */
  readonly given: ReadonlySet<Right> | null
}

/** Nobody gives a right that they do not have, and nobody acts on somebody who may do more than they may. */
export type RightMissing = {
  readonly code: 'forbidden'
  readonly reason: 'right_missing'
  readonly right: Right
}

/** The refusal of an act on these rights; undefined if whoever acts has all of them. */
export function missingRight(wanted: Iterable<Right>, given: Actor['given']): RightMissing | undefined {
  const right = given ? [...wanted].find((one) => !given.has(one)) : undefined
  return right && { code: 'forbidden', reason: 'right_missing', right }
}
