// Names that no public server has: RFC 6761, RFC 6762 and RFC 8375, and `.internal`, which ICANN has reserved.
const specialUse = /(^|\.)(test|example|invalid|localhost|local|internal|home\.arpa)$/

/**
 * Whether the network's relays and apps can reach a server at this address. Not so one on loopback, in a private
 * network, or with a name of tests: such a server is a network of its own.
 */
export function isOfPublicNetwork(address: string): boolean {
  const hostname = URL.parse(address)?.hostname ?? ''
  const isIpAddress = hostname.startsWith('[') || /^[\d.]+$/.test(hostname)
  return hostname.includes('.') && !isIpAddress && !specialUse.test(hostname)
}
