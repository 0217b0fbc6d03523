import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { addressTest, isPublicAddress } from './addresses.ts'
import { refusedUrl, unreachable } from './errors.ts'
import type { GuardedFetchOptions, HostAddress } from './guarded-fetch.ts'

const usualPorts = [80, 443]
const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

/** Decides what may be reached. */
export interface Guard {
  /** Reads a URL; an address in it is one of those allowed. @throws OutsideFetchError `outside-url-refused` */
  checkUrl(url: string, base?: URL): URL
  /** The addresses that a host has at this moment, all of them allowed. @throws OutsideFetchError */
  resolve(host: string, signal: AbortSignal): Promise<readonly HostAddress[]>
  isAllowed(address: string): boolean
}

/** Makes the guard of one guarded fetch. */
export function createGuard({
  allowAddresses = [],
  allowPorts = [],
  resolveHost = lookUp,
}: GuardedFetchOptions): Guard {
  const isAllowedByApp = addressTest(allowAddresses)
  const ports = [...usualPorts, ...allowPorts]
  const isAllowed = (address: string) => isPublicAddress(address) || isAllowedByApp(address)

  return {
    isAllowed,
    checkUrl(text, base) {
      const url = URL.parse(text, base?.href)
      if (url === null || defaultPorts[url.protocol] === undefined) {
        throw refusedUrl('it is no URL of http or https')
      }
      if (url.username !== '' || url.password !== '') {
        throw refusedUrl('it contains a user name or password')
      }
      const port = url.port === '' ? defaultPorts[url.protocol] : Number(url.port)
      if (!ports.includes(port as number)) {
        throw refusedUrl(`its port ${port} is none of ${ports.join(', ')}`)
      }
      // Literals never reach a resolver, so they are looked at here. The URL parser has made one of 127.1 and 0x7f.1.
      const literal = url.hostname.replace(/^\[|\]$/g, '')
      if (isIP(literal) !== 0 && !isAllowed(literal)) throw notPublic(literal)
      return url
    },
    async resolve(host, signal) {
      const literal = host.replace(/^\[|\]$/g, '')
      const family = isIP(literal)
      const addresses = family === 0 ? await resolveName(host, resolveHost, signal) : [{ address: literal, family }]
      // One that is not allowed spoils all: what the socket would choose is not ours to know.
      if (!addresses.every(({ address }) => isAllowed(address))) {
        throw notPublic(host)
      }
      return addresses
    },
  }
}

function notPublic(host: string) {
  return refusedUrl(`${host} is not an address of the public internet`)
}

async function resolveName(
  host: string,
  resolveHost: NonNullable<GuardedFetchOptions['resolveHost']>,
  signal: AbortSignal,
): Promise<readonly HostAddress[]> {
  // The system's resolver can't be told to stop, so nobody waits for it after the time is over.
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  let addresses: readonly HostAddress[]
  try {
    addresses = await Promise.race([resolveHost(host), aborted])
  } catch (cause) {
    signal.throwIfAborted()
    throw unreachable(`the name ${host} can't be resolved`, { cause })
  }
  if (addresses.length === 0) {
    throw unreachable(`the name ${host} has no address`)
  }
  return addresses
}

function lookUp(host: string): Promise<readonly HostAddress[]> {
  return lookup(host, { all: true })
}
