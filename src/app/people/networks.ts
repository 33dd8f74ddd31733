import ipaddr from 'ipaddr.js'

/** Addresses and networks that one key may name. */
export const mostNetworks = 50

/** What is wrong with the text of a network; undefined if nothing is. */
export function networkProblem(text: string): string | undefined {
  const isOne = ipaddr.isValid(text) || ipaddr.isValidCIDR(text)
  return isOne ? undefined : 'must be an IP address or a network in CIDR notation, such as 192.0.2.0/24'
}

/** Whether an address is in one of the networks; in any, if there are none. */
export function isInside(networks: readonly string[], address: string): boolean {
  if (networks.length === 0) return true
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  return networks.some((network) => {
    const [base, bits] = network.includes('/') ? ipaddr.parseCIDR(network) : hostOf(network)
    return base.kind() === parsed.kind() && parsed.match(base, bits)
  })
}

function hostOf(address: string): readonly [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const parsed = ipaddr.process(address)
  return [parsed, parsed.kind() === 'ipv4' ? 32 : 128]
}
