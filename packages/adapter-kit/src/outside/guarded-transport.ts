import { OutsideFetchError, type Transport } from '@tutti/model'
import type { GuardedFetchOptions } from './guarded-fetch.ts'
import { isNode } from './is-node.ts'

/**
 * Makes the transport for servers that somebody else named: it reaches what `guardedFetch` reaches, and nothing else.
 * Connections are kept for a moment and used again, each for the host and address that it was checked for. Makes no
 * request until it is called.
 */
export function guardedTransport(options: GuardedFetchOptions = {}): Transport {
  let send: Promise<Transport> | undefined
  return async (request) => {
    if (!isNode()) throw notNode()
    send ??= import('./send-outside.ts').then(({ createSender }) => createSender(options))
    return (await send)(request)
  }
}

/** @returns OutsideFetchError `outside-fetch-missing` */
export function notNode(): OutsideFetchError {
  const message = 'outside of Node there is no way to know which address a URL leads to'
  return new OutsideFetchError({ code: 'outside-fetch-missing', message })
}
