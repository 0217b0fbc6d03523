import type { OutsideFetch } from '@tutti/model'
import { guardedTransport, notNode } from './guarded-transport.ts'
import { isNode } from './is-node.ts'

/** One address of a host. */
export interface HostAddress {
  readonly address: string
  /** 4 or 6. */
  readonly family: number
}

/** What a guarded fetch may reach beside the public internet. */
export interface GuardedFetchOptions {
  /** Addresses and networks of the app's own: `['127.0.0.1', '10.2.0.0/16']`. */
  readonly allowAddresses?: readonly string[] | undefined
  /** Ports beside 80 and 443. */
  readonly allowPorts?: readonly number[] | undefined
  /** Finds the addresses of a host; the system's resolver when absent. Whatever it answers is checked. */
  readonly resolveHost?: ((host: string) => Promise<readonly HostAddress[]>) | undefined
  /** How it introduces itself. */
  readonly userAgent?: string | undefined
}

/**
 * Makes the fetch for URLs that come from outside. It reaches the public internet and nothing else:
 * literal addresses in every spelling and every address that a name resolves to are checked, at each
 * redirect anew, and the connection goes to an address that was checked. Answers are capped in time,
 * size (packed and unpacked) and type. Its `send` is a `guardedTransport` with the same options. Makes
 * no request until it is called.
 */
export function guardedFetch(options: GuardedFetchOptions = {}): OutsideFetch {
  const fetch: OutsideFetch = async (url, fetchOptions) => {
    if (!isNode()) throw notNode()
    const { fetchOutside } = await import('./fetch-outside.ts')
    return fetchOutside(url, fetchOptions, options)
  }
  return Object.assign(fetch, { send: guardedTransport(options) })
}
