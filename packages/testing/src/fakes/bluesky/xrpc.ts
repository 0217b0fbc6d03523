import { HttpResponse, http } from 'msw'
import { challengeOf, findAccess } from '../../fake-identity/access.ts'
import { OAuthRefusal } from '../../fake-identity/proof.ts'
import type { FakeTools } from '../../fake-platform/fake-platform.ts'
import { type FakeBlueskyAccount, type FakeBlueskyLedger, findAccount } from './ledger.ts'
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
  return open(verb, name, async (request, url) => {
    try {
      const viewer = await findViewer(request, name, network)
      return await handle({ request, url, parameters: url.searchParams, viewer })
    } catch (refusal) {
      if (!(refusal instanceof OAuthRefusal)) throw refusal
      const { error, description: message } = refusal
      return HttpResponse.json(
        { error, message },
        { status: 401, headers: challengeOf(request, refusal, network.ledger) },
      )
    }
  })
}

/** Who asks: by a session's token, or by one of a sign-in by OAuth and its proof. */
async function findViewer(request: Request, name: string, { ledger, tools }: FakeNetwork): Promise<FakeBlueskyAccount> {
  const nowMs = tools.clock.now()
  if (!/^dpop /i.test(request.headers.get('authorization') ?? '')) return verifyToken(request, 'access', ledger, nowMs)
  const { subject, scopes } = await findAccess(request, ledger, nowMs)
  const scope = name.startsWith('chat.bsky.') ? 'transition:chat.bsky' : 'transition:generic'
  const viewer = findAccount(ledger, subject)
  // Who somebody is may be asked with any.
  if (!scopes.includes(scope) && name !== 'com.atproto.server.getSession') {
    throw new XrpcRefusal(403, 'ScopeMissingError', `Missing required scope "${scope}"`)
  }
  if (viewer === undefined) throw new OAuthRefusal('invalid_token', 'no such account')
  return viewer
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
