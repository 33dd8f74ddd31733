import type { Inventory, Rule } from '../../domain/inventory/inventory.ts'
import type { Change } from '../../domain/records/changes.ts'
import { emailForm } from '../../domain/records/contact.ts'
import type { PeopleKind, PeopleRows, PeopleScope } from '../../domain/records/people.ts'
import type { Store } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import type { NewestMasterDeps } from '../master-keys.ts'
import { openedByMaster, sealByMaster } from '../master-seal.ts'
import { emailHash, emailHashes } from '../search-hashes.ts'

/** The part of the store that knows people. */
type PeopleStore = Pick<Store, 'now' | 'decide' | 'readPeople'>

type SealingDeps = NewestMasterDeps & Pick<Deps, 'randomBytes'>

/**
 * The store as the desks of staff and accounts see it: names and addresses as they were typed. In the
 * database they are sealed, and an address is compared by its hash; no rule and no desk has to know of that.
 */
export function withSealedPeople<S extends PeopleStore>(
  deps: Pick<Deps, 'personalKeys' | 'randomBytes'> & { readonly store: S },
): S {
  const { store } = deps
  const decide: Store['decide'] = (scope, rule) =>
    scope.people
      ? store.decide({ ...scope, people: hashedScope(deps, scope.people) }, sealedRule(deps, rule))
      : store.decide(scope, rule)
  const readPeople: Store['readPeople'] = async (scope) => {
    const found = await store.readPeople(hashedScope(deps, scope))
    const { staff, account, accountCode } = found
    return {
      ...found,
      staff: staff.map((row) => openRow(deps, 'staff', row)),
      account: account.map((row) => openRow(deps, 'account', row)),
      accountCode: accountCode.map((row) => openRow(deps, 'accountCode', row)),
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

function sealedRule<T, R extends { readonly code: string }>(deps: SealingDeps, rule: Rule<T, R>): Rule<T, R> {
  return (inventory, now) => {
    const people = <K extends PeopleKind>(of: K) => inventory.people(of).map((row) => openRow(deps, of, row))
    const { reply, changes } = rule(over<Inventory>(inventory, { people }), now)
    return { reply, changes: changes.map((change) => sealedChange(deps, change)) }
  }
}

function sealedChange(deps: SealingDeps, change: Change): Change {
  if (change.kind === 'message_added') {
    const { recipient } = change.message
    return {
      ...change,
      message: { ...change.message, recipient: recipient && sealByMaster(deps, recipient) },
    }
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
  const { email } = row
  if (email === null) return row
  return { ...row, email: sealByMaster(deps, email), emailFolded: emailHash(deps, email) }
}

/** Without its master key, a row is as it is stored: nobody signs in with it, and all others go on. */
function openRow<K extends PeopleKind>(deps: SealingDeps, of: K, row: PeopleRows[K]): PeopleRows[K] {
  if (!('email' in row) || row.email === null) return row
  const email = openedByMaster(deps, row.email)
  const name = of === 'staff' && 'name' in row ? { name: openedByMaster(deps, row.name) } : {}
  return { ...row, ...name, email, emailFolded: email === row.email ? row.emailFolded : emailForm(email) }
}
