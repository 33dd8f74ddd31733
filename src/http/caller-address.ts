import { isIPv4, isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'

/**
 * The name under which requests from an address are counted. It is always short, because a proxy may forward
 * any text. An IPv4 address becomes a number, even if it is written as IPv6. A client with one IPv6 address
 * usually has all 2^64 in its network, so they count as one.
 */
export function addressName(address: string): number | string {
  if (isIPv4(address)) return numberOf(address.split('.').map(Number))
  if (!isIPv6(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  return 'octets' in parsed ? numberOf(parsed.octets) : parsed.parts.slice(0, 4).join(':')
}

/**
 * The block of neighboring addresses that an address belongs to: the first 24 bits of an IPv4 address, 48 of
 * an IPv6 address. Whoever has one of them can often use all.
 */
export function addressBlock(address: string): string {
  if (!isIPv4(address) && !isIPv6(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if ('octets' in parsed) return `${parsed.octets.slice(0, 3).join('.')}.0/24`
  return `${parsed.parts
    .slice(0, 3)
    .map((part) => part.toString(16))
    .join(':')}::/48`
}

function numberOf(octets: readonly number[]): number {
  return octets.reduce((sum, octet) => sum * 256 + octet, 0)
}
