import { InvalidInputError, type SocketRequest } from '@tutti/model'
import { buildUrl } from './build-url.ts'

const socketUrl = /^wss?:\/\//i
const loopbackHosts = /^(?:localhost|(?:[a-z0-9-]+\.)+localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i

/**
 * The address of a WebSocket.
 * @throws InvalidInputError `invalid-input` when it is neither `wss:` nor on this machine
 */
export function buildSocketUrl(baseUrl: string, { url, query }: SocketRequest): string {
  const httpUrl = socketUrl.test(url) ? url.replace(/^ws/i, 'http') : url
  const full = buildUrl(baseUrl, httpUrl, query)
  const parsed = URL.parse(full)
  if (parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && loopbackHosts.test(parsed.hostname))) {
    return full.replace(/^http/i, 'ws')
  }
  throw new InvalidInputError({
    code: 'invalid-input',
    message: 'a WebSocket is opened to wss: addresses only, or to ws: on this machine',
    path: 'url',
    advice: 'Use a server that speaks TLS.',
  })
}
