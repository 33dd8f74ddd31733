import { pbkdf2Sync } from 'node:crypto'
import type { Challenge } from './proof-of-work.ts'

/** Solves a challenge as a program would, and returns what it sends. */
export function solve({ parameters, signature }: Challenge): string {
  const password = Buffer.alloc(20)
  password.write(parameters.nonce, 'hex')
  const salt = Buffer.from(parameters.salt, 'hex')
  for (let counter = 0; ; counter++) {
    password.writeUInt32BE(counter, 16)
    const derivedKey = pbkdf2Sync(password, salt, parameters.cost, parameters.keyLength, 'sha256').toString(
      'hex',
    )
    if (derivedKey.startsWith(parameters.keyPrefix))
      return sent({ challenge: { parameters, signature }, solution: { counter, derivedKey } })
  }
}

/** As it goes over the wire. */
export function sent(payload: object): string {
  return Buffer.from(JSON.stringify(payload)).toString('base64')
}
