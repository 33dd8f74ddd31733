import type { Right } from '../../../domain/people/rights.ts'
import type { ConsoleTexts } from '../i18n/en.ts'
import { paths } from './paths.ts'

/** A screen that the navigation and the command palette lead to. */
interface Screen {
  readonly name: Exclude<keyof ConsoleTexts['screens'], 'label'>
  readonly path: string
  /** Any of these opens it. */
  readonly rights: readonly Right[]
  /** Whether an address belongs to it, beside its own. */
  readonly under?: string
}

/** In the order of the navigation. */
const screens: readonly Screen[] = [
  { name: 'today', path: paths.today, rights: ['runs.read'], under: '/operator/runs/' },
  { name: 'bookings', path: paths.bookings, rights: ['bookings.find'], under: '/operator/bookings/' },
  { name: 'sell', path: paths.sell, rights: ['bookings.sell'] },
  { name: 'reports', path: paths.reports, rights: ['money.reports'] },
  { name: 'people', path: paths.people, rights: ['people.read', 'keys.read'] },
  { name: 'audit', path: paths.audit, rights: ['audit.read'] },
]

/** The screens that somebody with these rights can open. */
export function screensFor(rights: ReadonlySet<Right>): readonly Screen[] {
  return screens.filter((screen) => screen.rights.some((right) => rights.has(right)))
}

/** Whether the address is one of the screen. */
export function isOn({ path, under }: Screen, address: string): boolean {
  return address === path || (under !== undefined && address.startsWith(under))
}
