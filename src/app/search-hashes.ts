import { createHmac } from 'node:crypto'
import { emailForm, phoneForm } from '../domain/records/contact.ts'
import type { Contact } from '../domain/records/payment.ts'
import { searchForm } from '../domain/text.ts'
import type { HashGroups } from '../store/store.ts'
import {
  allMasters,
  type Master,
  type MasterDeps,
  type NewestMasterDeps,
  newestMaster,
} from './master-keys.ts'

/** 96 bits: two of ten billion hashes are alike once in a billion such databases. */
const hashBytes = 12

/** What the names and the contact of a booking are found by, as the newest master key hashes it. */
export function searchHashes(
  deps: NewestMasterDeps,
  names: readonly string[],
  { email, phone }: Contact,
): string {
  const master = newestMaster(deps)
  const terms = [...termsOf({ email, phone }), ...names.flatMap((name) => termsOf({ name }))]
  return [...new Set(terms)].map((term) => hashOf(master, term)).join(' ')
}

/** What a search may ask for, as a person writes it; several of them have to be true together. */
export interface SearchedPeople {
  readonly email?: string | null
  readonly phone?: string | null
  /** Whole words of names of the passengers, in any order, whatever their capitals and accents. */
  readonly name?: string | null
}

/** The hashes that a booking must have: of each term one, whichever master key made it. */
export function searchGroups(deps: MasterDeps, wanted: SearchedPeople): HashGroups {
  return termsOf(wanted).map((term) => allMasters(deps).map((master) => hashOf(master, term)))
}

/** The terms have their kind in front, so that a name is never found by a number. */
function termsOf({ email, phone, name }: SearchedPeople): readonly string[] {
  const words = searchForm(name ?? '').split(' ')
  return [
    ...(email ? [`email:${emailForm(email)}`] : []),
    ...(phone ? [`phone:${phoneForm(phone)}`] : []),
    ...words.filter((word) => word !== '').map((word) => `word:${word}`),
  ]
}

/** What an address of a person at the railway, or of an account, is compared by from now on. */
export function emailHash(deps: NewestMasterDeps, email: string): string {
  return hashOf(newestMaster(deps), `email:${emailForm(email)}`)
}

/** What it may have been compared by: one hash for each master key. */
export function emailHashes(deps: MasterDeps, email: string): readonly string[] {
  return searchGroups(deps, { email })[0] ?? []
}

function hashOf({ searching }: Master, term: string): string {
  const digest = createHmac('sha256', searching).update(term).digest()
  return digest.subarray(0, hashBytes).toString('base64url')
}
