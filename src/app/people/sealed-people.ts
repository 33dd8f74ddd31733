import type { Inventory, Rule } from '../../domain/inventory/inventory.ts'
import type { Change } from '../../domain/records/changes.ts'
import { emailForm } from '../../domain/records/contact.ts'
import type { PeopleKind, PeopleRows, PeopleScope } from '../../domain/records/people.ts'
import type { Store } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import type { NewestMasterDeps } from '../master-keys.ts'
import { openedByMaster, sealByMaster } from '../master-seal.ts'
import { isAddressSealed } from '../sealed-address.ts'
import { emailHash, emailHashes } from '../search-hashes.ts'

/** The part of the store that knows people. */
type PeopleStore = Pick<Store, 'now' | 'decide' | 'readPeople'>

type SealingDeps = NewestMasterDeps & Pick<Deps, 'randomBytes'>

/**
 * The store as the desks of staff and accounts see it: names and addresses of staff as they were typed, and
 * addresses of accounts and codes as they are compared, where the scope names them. In the database they are
 * sealed, and compared by their hashes. An address of an account stays sealed for the rules, which only move
 * it; a desk that shows it opens it by the account's key (`openAddress`).
 */
export function withSealedPeople<S extends PeopleStore>(
  deps: Pick<Deps, 'personalKeys' | 'randomBytes'> & { readonly store: S },
): S {
  const { store } = deps
  const decide: Store['decide'] = (scope, rule) =>
    scope.people
      ? store.decide(
          { ...scope, people: hashedScope(deps, scope.people) },
          sealedRule(deps, rule, addressesIn(deps, scope.people)),
        )
      : store.decide(scope, rule)
  const readPeople: Store['readPeople'] = async (scope) => {
    const found = await store.readPeople(hashedScope(deps, scope))
    const addresses = addressesIn(deps, scope)
    const { staff, account, accountCode } = found
    return {
      ...found,
      staff: staff.map((row) => openRow(deps, row, addresses)),
      account: account.map((row) => openRow(deps, row, addresses)),
      accountCode: accountCode.map((row) => openRow(deps, row, addresses)),
    }
  }
  return over<PeopleStore>(store, { decide, readPeople }) as S
}

/** The same object with some members replaced; its own methods still get the object itself. */
function over<T extends object>(object: T, members: Partial<T>): T {
  return new Proxy(object, {
    get(target, name) {
      const value = Reflect.get(name in members ? members : target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** Addresses by the hashes that they may be stored under; one that an earlier version wrote is as it is. */
function hashedScope(deps: SealingDeps, scope: PeopleScope): PeopleScope {
  const stored = (folded: readonly string[]) =>
    folded.flatMap((email) => [email, ...emailHashes(deps, email)])
  return {
    ...scope,
    ...(scope.accountsAt ? { accountsAt: stored(scope.accountsAt) } : {}),
    ...(scope.codesAt ? { codesAt: stored(scope.codesAt) } : {}),
  }
}

/** The folded addresses that a scope names, by the hashes that they may be stored under. */
function addressesIn(
  deps: SealingDeps,
  { accountsAt = [], codesAt = [] }: PeopleScope,
): ReadonlyMap<string, string> {
  const folded = [...new Set([...accountsAt, ...codesAt])]
  return new Map(folded.flatMap((email) => emailHashes(deps, email).map((hash) => [hash, email])))
}

function sealedRule<T, R extends { readonly code: string }>(
  deps: SealingDeps,
  rule: Rule<T, R>,
  addresses: ReadonlyMap<string, string>,
): Rule<T, R> {
  return (inventory, now) => {
    const people = <K extends PeopleKind>(of: K) =>
      inventory.people(of).map((row) => openRow(deps, row, addresses))
    const { reply, changes } = rule(over<Inventory>(inventory, { people }), now)
    return { reply, changes: changes.map((change) => sealedChange(deps, change)) }
  }
}

function sealedChange(deps: SealingDeps, change: Change): Change {
  if (change.kind === 'message_added') {
    const { recipient } = change.message
    return { ...change, message: { ...change.message, recipient: recipient && sealed(deps, recipient) } }
  }
  if (change.kind !== 'person_added' && change.kind !== 'person_changed') return change
  switch (change.of) {
    case 'staff':
      return { ...change, row: sealRow(deps, { ...change.row, name: sealByMaster(deps, change.row.name) }) }
    case 'account':
      return { ...change, row: sealRow(deps, change.row) }
    case 'accountCode':
      return { ...change, row: sealRow(deps, change.row) }
    default:
      return change
  }
}

interface Addressed {
  readonly email: string | null
  readonly emailFolded: string | null
}

function sealRow<Row extends Addressed>(deps: SealingDeps, row: Row): Row {
  const { email, emailFolded } = row
  if (email === null || emailFolded === null) return row
  // What no scope has named is still a hash, which has no @.
  const stored = emailFolded.includes('@') ? emailHash(deps, emailFolded) : emailFolded
  return { ...row, email: sealed(deps, email), emailFolded: stored }
}

/** Those of accounts are sealed under their keys already, by the desk. */
function sealed(deps: SealingDeps, address: string): string {
  return isAddressSealed(address) ? address : sealByMaster(deps, address)
}

/** Without its master key, a row is as it is stored: nobody signs in with it, and all others go on. */
function openRow<Row extends PeopleRows[PeopleKind]>(
  deps: SealingDeps,
  row: Row,
  addresses: ReadonlyMap<string, string>,
): Row {
  if (!('emailFolded' in row) || row.email === null || row.emailFolded === null) return row
  if (!('roles' in row)) return { ...row, emailFolded: addresses.get(row.emailFolded) ?? row.emailFolded }
  const email = openedByMaster(deps, row.email)
  const emailFolded = email === row.email ? row.emailFolded : emailForm(email)
  return { ...row, name: openedByMaster(deps, row.name), email, emailFolded }
}
