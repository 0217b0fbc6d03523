import { type Transport, TransportError } from '@tutti/model'
import type { KyInstance } from 'ky'
import { classifyNetworkError } from './network-errors.ts'
import { readOrigin } from './origin.ts'

/** Loaded at the first request: a program that only builds an adapter does not pay for it. */
let loadedKy: KyInstance | undefined

/**
 * The transport over ky, with everything switched off that would repeat, time out or follow by itself.
 * Redirects are returned as they are.
 */
export function kyTransport(): Transport {
  return async ({ method, url, headers, body, signal }) => {
    loadedKy ??= (await import('ky')).default
    const place = readOrigin(url)
    const isUpload = body instanceof ReadableStream
    if (signal.aborted) {
      throw aborted(place, 'not-sent')
    }
    let pending: Promise<Response>
    try {
      pending = loadedKy(url, {
        method,
        // Nothing else goes over the connection of an upload: after a refusal in its middle the Bluesky
        // server keeps the connection open and answers nothing on it any more (recorded).
        headers: isUpload ? { ...headers, connection: 'close' } : headers,
        signal,
        retry: 0,
        timeout: false,
        throwHttpErrors: false,
        // Before Node 26 undici keeps a second copy of a streamed body in memory, all of it, unless
        // redirects are errors (measured: 208 MB more for an upload of 200 MB, 23 MB with this).
        redirect: isUpload ? 'error' : 'manual',
        ...(body !== undefined && { body }),
      })
    } catch {
      // Only a URL or header that can't be sent makes ky throw before there is a promise.
      throw new TransportError({
        code: 'not-sent',
        message: `the request to ${place} could not be formed: its URL or a header is not valid`,
        outcome: 'not-sent',
      })
    }
    try {
      return await pending
    } catch (error) {
      throw signal.aborted ? aborted(place, 'unknown') : classifyNetworkError(error, place)
    }
  }
}

function aborted(place: string, outcome: 'not-sent' | 'unknown'): TransportError {
  return new TransportError({ code: 'aborted', message: `the request to ${place} was aborted`, outcome })
}
