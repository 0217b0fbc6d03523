import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction, Socket } from 'node:net'
import { acceptedEncodings } from './decoders.ts'
import { refusedUrl } from './errors.ts'
import type { Guard } from './guard.ts'
import type { HostAddress } from './guarded-fetch.ts'

/** What each hop of a guarded fetch needs. */
export interface HopOptions {
  readonly guard: Guard
  readonly signal: AbortSignal
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Makes one GET request over a connection of its own, to an address that was checked just now: the
 * name is resolved once, and the socket gets what came of it. Redirects are answers like others.
 * @throws OutsideFetchError `outside-url-refused`, or whatever the socket fails with
 */
export async function requestOnce(url: URL, { guard, signal, headers }: HopOptions): Promise<IncomingMessage> {
  const addresses = await guard.resolve(url.hostname, signal)
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'GET',
        // A connection that an agent keeps may lead to where the name pointed at another time.
        agent: false,
        lookup: answerWith(addresses),
        headers: { ...headers, 'accept-encoding': acceptedEncodings },
        signal,
      },
      resolve,
    )
    sent.on('error', reject)
    sent.on('socket', (socket) => checkPeer(socket, guard))
    sent.end()
  })
}

function answerWith(addresses: readonly HostAddress[]): LookupFunction {
  return (_host, { all }, done) => {
    if (all) {
      done(null, [...addresses])
    } else {
      const { address, family } = addresses[0] as HostAddress
      done(null, address, family)
    }
  }
}

/** Whatever led there: nothing is sent to an address that is not allowed. */
export function checkPeer(socket: Socket, guard: Guard): void {
  const check = () => {
    if (!guard.isAllowed(socket.remoteAddress ?? '')) {
      socket.destroy(refusedUrl('the connection leads out of the public internet'))
    }
  }
  if (socket.connecting) socket.prependOnceListener('connect', check)
  else check()
}
