import type { Keyring } from './keyring.ts'

/** For the operator alone: they let anyone act as any user, as the payment provider or as the railway. */
export interface Secrets {
  /** Signs session tokens. */
  readonly session: Keyring
  /** Signs messages from the payment service. */
  readonly webhook: Keyring
  /** The master keys: they wrap the keys that names and contacts are sealed under. */
  readonly personal: Keyring
  /** Seeds of the keys that sign tickets. */
  readonly ticket: Keyring
}

export type SecretName = keyof Secrets

export const secretNames: readonly SecretName[] = ['session', 'webhook', 'personal', 'ticket']

/** The name of a secret where it is stored: in `secrets.json`, and in the table `settings`. */
export function storedName(name: SecretName): string {
  return `${name}_secret`
}

export const storedNames: readonly string[] = secretNames.map(storedName)

/** All secrets, each made by its name. */
export function secretsOf(keyringOf: (name: SecretName) => Keyring): Secrets {
  return Object.fromEntries(secretNames.map((name) => [name, keyringOf(name)])) as unknown as Secrets
}
