import { hash } from 'node:crypto'

/** Sets the payments of this database apart from those of others at the same service. */
export function accountOf(locatorKey: readonly number[]): string {
  return hash('sha256', JSON.stringify(locatorKey), 'hex').slice(0, 12)
}
