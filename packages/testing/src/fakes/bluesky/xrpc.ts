import { HttpResponse, http } from 'msw'
import type { FakeTools } from '../../fake-platform/fake-platform.ts'
import type { FakeBlueskyAccount, FakeBlueskyLedger } from './ledger.ts'
import { invalidRequest, XrpcRefusal } from './refusal.ts'
import { verifyToken } from './tokens.ts'

/** Everything that the handlers of one fake network share. */
export interface FakeNetwork {
  readonly ledger: FakeBlueskyLedger
  readonly tools: FakeTools
  readonly settings: FakeBlueskySettings
}

/** What differs between servers. */
export interface FakeBlueskySettings {
  readonly blobUploadLimitBytes: number
  /** How long after a write the AppView knows of it. */
  readonly appViewDelayMs: number
  /** How often the video service says that it is still at it. */
  readonly videoPolls: number
  readonly failingVideos: boolean
  /** What an account may upload to the video service today. */
  readonly dailyVideoBytes: number
  /** Whether app passwords were made with access to private messages. */
  readonly directMessages: boolean
}

/** Input of one handler. */
export interface Call {
  readonly request: Request
  readonly url: URL
  readonly parameters: URLSearchParams
  readonly viewer: FakeBlueskyAccount
}

/** A method for those who have a session. */
export function method(
  network: FakeNetwork,
  verb: 'get' | 'post',
  name: string,
  handle: (call: Call) => object | undefined | Promise<object | undefined>,
) {
  return open(verb, name, (request, url) => {
    const viewer = verifyToken(request, 'access', network.ledger, network.tools.clock.now())
    return handle({ request, url, parameters: url.searchParams, viewer })
  })
}

/** A method that asks for no session, or for another proof. */
export function open(
  verb: 'get' | 'post',
  name: string,
  handle: (request: Request, url: URL) => object | undefined | Promise<object | undefined>,
) {
  return http[verb](`*/xrpc/${name}`, async ({ request }) => {
    try {
      const answer = await handle(request, new URL(request.url))
      if (answer instanceof Response) return answer
      return answer === undefined ? new HttpResponse(null, { status: 200 }) : HttpResponse.json(answer)
    } catch (refusal) {
      if (!(refusal instanceof XrpcRefusal)) throw refusal
      return HttpResponse.json({ error: refusal.error, message: refusal.message }, { status: refusal.status })
    }
  })
}

/** A parameter that must be there. */
export function required(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name)
  if (value) return value
  throw invalidRequest(`Missing required key "${name}" at $`)
}

/** A page's size. The platform refuses what is outside of its bounds. */
export function pageSize(parameters: URLSearchParams, method: string, standard = 50): number {
  const size = Number(parameters.get('limit') ?? standard)
  if (size > 100) throw invalidRequest(`Invalid ${method} params: integer too big (maximum 100, got ${size})`)
  if (!(size >= 1)) throw invalidRequest(`Invalid ${method} params: integer too small (minimum 1, got ${size})`)
  return size
}
