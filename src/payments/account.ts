import { hash } from 'node:crypto'

/** Separates the payments of this database from those of others at the same service. */
export function accountOf(locatorKey: readonly number[]): string {
  return hash('sha256', JSON.stringify(locatorKey), 'hex').slice(0, 12)
}
