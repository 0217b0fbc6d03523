import { Agent as HttpAgent, type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { pipeline, Readable } from 'node:stream'
import { OutsideFetchError, type Transport, TransportError, TuttiError, type WireRequest } from '@tutti/model'
import { abortedError } from '../http/deadline.ts'
import { classifyNetworkError } from '../http/network-errors.ts'
import { readOrigin } from '../http/origin.ts'
import { acceptedEncodings } from './decoders.ts'
import { createGuard, type Guard } from './guard.ts'
import type { GuardedFetchOptions } from './guarded-fetch.ts'
import { checkPeer } from './request-once.ts'
import { toResponse } from './to-response.ts'

/** An idle connection is given up before a server is likely to: one that both end at once loses a request. */
const idleTimeoutMs = 4_000

/** Makes the transport behind `guardedTransport`. */
export function createSender(options: GuardedFetchOptions): Transport {
  const guard = createGuard(options)
  const kept = { keepAlive: true, timeout: idleTimeoutMs }
  const agents = { 'http:': new HttpAgent(kept), 'https:': new HttpsAgent(kept) }
  return async (wire) => {
    if (wire.signal.aborted) throw abortedError('not-sent')
    try {
      const url = guard.checkUrl(wire.url)
      // As with the usual transport, nothing else goes over the connection of an upload.
      const agent = wire.body instanceof ReadableStream ? false : agents[url.protocol as keyof typeof agents]
      return toResponse(await send(url, wire, { agent, guard }))
    } catch (error) {
      throw explain(error, wire)
    }
  }
}

interface Route {
  readonly agent: RequestOptions['agent']
  readonly guard: Guard
}

function send(url: URL, { method, headers, body, signal }: WireRequest, { agent, guard }: Route) {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(
      url,
      {
        method,
        agent,
        lookup: lookUpWith(guard, signal),
        headers: { 'accept-encoding': acceptedEncodings, ...headers },
        signal,
      },
      resolve,
    )
    sent.on('error', reject)
    sent.on('socket', (socket) => checkPeer(socket, guard))
    // A body that fails destroys the request, which tells of it.
    if (body instanceof ReadableStream) pipeline(Readable.fromWeb(body as never), sent, () => undefined)
    else sent.end(body)
  })
}

/** A name is resolved when a connection is made, and the socket gets what was checked. */
function lookUpWith(guard: Guard, signal: AbortSignal): LookupFunction {
  return (host, { all }, done) => {
    guard.resolve(host, signal).then(
      (addresses) => {
        const [first] = addresses
        if (all) done(null, [...addresses])
        else done(null, first?.address ?? '', first?.family)
      },
      (error) => done(error, ''),
    )
  }
}

function explain(error: unknown, { signal, url }: WireRequest): TuttiError {
  if (signal.aborted) return abortedError('unknown')
  if (!OutsideFetchError.isInstance(error)) {
    return TuttiError.isInstance(error) ? error : classifyNetworkError(error, readOrigin(url))
  }
  if (error.code !== 'outside-unreachable') return error
  return new TransportError({ code: 'not-sent', message: error.message, outcome: 'not-sent', retryable: true })
}
