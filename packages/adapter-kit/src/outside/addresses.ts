import { BlockList, isIP, isIPv6 } from 'node:net'
import { InvalidInputError } from '@tutti/model'

/**
 * What is not the public internet, by https://www.iana.org/assignments/iana-ipv4-special-registry and
 * multicast, read 2026-11-25.
 */
const privateV4 = toList('ipv4', [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
])

/** All of IPv6 that is given out to be reached from everywhere. Mapped and translated IPv4 lies outside. */
const publicV6 = toList('ipv6', ['2000::/3'])

/**
 * What is special within that: protocols (Teredo among them), documentation, 6to4.
 * https://www.iana.org/assignments/iana-ipv6-special-registry, read 2026-11-25.
 */
const specialV6 = toList('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])

/** Whether an address belongs to the public internet. Anything that is no address does not. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !privateV4.check(address, 'ipv4')
    case 6:
      return publicV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6')
    default:
      return false
  }
}

/**
 * Addresses (`127.0.0.1`) and networks (`10.0.0.0/8`), as a test of an address.
 * @throws InvalidInputError `invalid-options` when one of them is neither
 */
export function addressTest(networks: readonly string[]): (address: string) => boolean {
  const isV6 = (network: string) => network.includes(':')
  let v4: BlockList
  let v6: BlockList
  try {
    v4 = toList(
      'ipv4',
      networks.filter((network) => !isV6(network)),
    )
    v6 = toList('ipv6', networks.filter(isV6))
  } catch {
    const message = 'guardedFetch: allowAddresses must be addresses (127.0.0.1) and networks (10.0.0.0/8)'
    throw new InvalidInputError({ code: 'invalid-options', message, path: 'allowAddresses' })
  }
  return (address) => (isIPv6(address) ? v6.check(address, 'ipv6') : v4.check(address, 'ipv4'))
}

function toList(family: 'ipv4' | 'ipv6', networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    list.addSubnet(address, prefix === undefined ? (family === 'ipv4' ? 32 : 128) : Number(prefix), family)
  }
  return list
}
