import type { Http } from '@tutti/model'
import type { HttpOptions } from './http-options.ts'

type SendRequest = typeof import('./send-request.ts')['sendRequest']

/** Loaded at the first request, as ky is: a program that only builds a client does not pay for it. Streams are as lazy. */
let sendRequest: SendRequest | undefined

/**
 * Makes the `http` of one operation's context. Every request passes, in this order: retry, permit,
 * around, authorize, transport. Errors are of the class that fits, carry no secrets, and say in
 * `outcome` what became of the request.
 */
export function createHttp(options: HttpOptions): Http {
  return {
    async request(request) {
      sendRequest ??= (await import('./send-request.ts')).sendRequest
      return sendRequest(options, request)
    },
    async openStream(request) {
      const { openStream } = await import('./open-stream.ts')
      return openStream(options, request)
    },
    async openSocket(request) {
      const { openSocket } = await import('./open-socket.ts')
      return openSocket(options, request)
    },
  }
}
