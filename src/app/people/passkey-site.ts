import { isIP } from 'node:net'

/** Where passkeys are made and used. A browser lets a page use those of its own site alone. */
export interface PasskeySite {
  /** The origin of the pages. */
  readonly origin: string
  /** The domain that passkeys belong to. */
  readonly rpId: string
}

const loopback = new Set(['127.0.0.1', '[::1]'])

/**
 * The site of passkeys, from the address of the pages. Undefined if a browser would refuse it: WebAuthn needs
 * a domain name, and https except on this machine itself (W3C Secure Contexts, section 3.1), which has the
 * name `localhost` for that.
 */
export function passkeySite(siteUrl: string): PasskeySite | undefined {
  const url = new URL(siteUrl)
  if (loopback.has(url.hostname)) url.hostname = 'localhost'
  const { hostname: rpId, protocol, origin } = url
  const isHere = rpId === 'localhost' || rpId.endsWith('.localhost')
  const isAddress = rpId.startsWith('[') || isIP(rpId) > 0
  return isHere || (protocol === 'https:' && !isAddress) ? { origin, rpId } : undefined
}
