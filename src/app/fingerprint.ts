import { hash } from 'node:crypto'

/** A parsed JSON value; an undefined member counts as absent. */
export type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Json[]
  | { readonly [name: string]: Json }

/**
 * Identifies a request by its content, whatever the order of its members: SHA-256 of its canonical form,
 * base64url.
 */
export function fingerprint(value: Json): string {
  return hash('sha256', canonicalJson(value), 'base64url')
}

/**
 * RFC 8785: members ordered by their UTF-16 code units, no white space, numbers as ECMAScript writes them.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null)
  if (isList(value))
    return isSimple(value) ? JSON.stringify(value) : `[${value.map(canonicalJson).join(',')}]`
  const members: string[] = []
  for (const name of Object.keys(value).sort()) {
    const member = value[name]
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${canonicalJson(member)}`)
  }
  return `{${members.join(',')}}`
}

/** A list without objects has only one form, and writing it directly costs a tenth. */
function isSimple(value: Json): boolean {
  if (value === null || typeof value !== 'object') return true
  return isList(value) && value.every(isSimple)
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value)
}
