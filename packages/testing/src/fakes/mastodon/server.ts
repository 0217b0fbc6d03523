import type { FakeTools } from '../../fake-platform/fake-platform.ts'
import type { Viewpoint } from './entities.ts'
import type { FakeMastodonAccount, FakeMastodonLedger, FakeMastodonStatus } from './ledger.ts'
import { pair } from './ledger.ts'
import { allows } from './scopes.ts'
import type { FakeMastodonSettings } from './settings.ts'

/** Everything that the handlers of one fake server share. */
export interface FakeServer {
  readonly ledger: FakeMastodonLedger
  readonly tools: FakeTools
  readonly settings: FakeMastodonSettings
  /** Does what is due by now, whoever asks. */
  catchUp(origin: string): void
}

/** A refusal, thrown inside a handler and answered by `answering`. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Input of one handler. */
export interface Call {
  readonly request: Request
  readonly url: URL
  readonly params: Readonly<Record<string, unknown>>
  readonly viewer: FakeMastodonAccount
  readonly view: Viewpoint
}

/** Wraps a handler for those who are logged in: finds out who asks, and answers refusals as the platform does. */
export function answering(server: FakeServer, handle: (call: Call) => Response | Promise<Response>) {
  return refusing(({ request, params }) => {
    const viewer = findViewer(request, server.ledger)
    if (!viewer) throw new Refusal(401, 'The access token is invalid')
    const url = new URL(request.url)
    if (!allows(grantedScopes(request, server.ledger), request.method, url.pathname)) {
      throw new Refusal(403, 'This action is outside the authorized scopes')
    }
    const nowMs = server.tools.clock.now()
    server.catchUp(url.origin)
    const hasQuotes = server.settings.apiVersion !== undefined
    const view = { ledger: server.ledger, origin: url.origin, viewer, nowMs, hasQuotes }
    return handle({ request, url, params, viewer, view })
  })
}

/** Wraps a handler for everybody: answers refusals as the platform does. */
export function refusing(
  handle: (call: {
    readonly request: Request
    readonly params: Readonly<Record<string, unknown>>
  }) => Response | Promise<Response>,
) {
  return async (call: { request: Request; params: Readonly<Record<string, unknown>> }) => {
    try {
      return await handle(call)
    } catch (refusal) {
      if (refusal instanceof Refusal) return Response.json({ error: refusal.message }, { status: refusal.status })
      throw refusal
    }
  }
}

const tokenIn = (request: Request) => /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]

/** The accounts' own tokens may do everything. */
function grantedScopes(request: Request, ledger: FakeMastodonLedger): readonly string[] {
  const token = tokenIn(request)
  return ledger.grants.find((grant) => grant.token === token)?.scopes ?? ['read', 'write']
}

function findViewer(request: Request, ledger: FakeMastodonLedger): FakeMastodonAccount | undefined {
  const token = tokenIn(request)
  if (token === undefined || ledger.revokedTokens.has(token)) return undefined
  const granted = ledger.grants.find((grant) => grant.token === token)
  return ledger.accounts.find((account) => account.token === token || account.id === granted?.accountId)
}

/** A standing post that the viewer may see. @throws Refusal 404, as for one that never was */
export function visibleStatus(id: unknown, { ledger, viewer }: Viewpoint): FakeMastodonStatus {
  const status = ledger.statuses.find((candidate) => candidate.id === id)
  if (status && !status.deleted && maySee(status, ledger, viewer)) return status
  throw new Refusal(404, 'Record not found')
}

/** Public posts are everybody's; others are for their author and whom they mention. */
export function maySee(
  status: FakeMastodonStatus,
  ledger: FakeMastodonLedger,
  viewer: FakeMastodonAccount | undefined,
): boolean {
  if (!viewer) return status.visibility === 'public'
  if (status.accountId !== viewer.id && isShunned(viewer.id, status.accountId, ledger)) return false
  if (status.visibility === 'public' || status.visibility === 'unlisted') return true
  return status.accountId === viewer.id || new RegExp(`@${viewer.username}\\b`, 'i').test(status.text)
}

/** Whether one of the two has blocked the other. */
export function isShunned(one: string, other: string, ledger: FakeMastodonLedger): boolean {
  return ledger.blocks.has(pair(one, other)) || ledger.blocks.has(pair(other, one))
}

/** An account. @throws Refusal 404 */
export function knownAccount(id: unknown, { ledger }: Viewpoint): FakeMastodonAccount {
  const account = ledger.accounts.find((candidate) => candidate.id === id)
  if (!account) throw new Refusal(404, 'Record not found')
  return account
}

/** A page in Mastodon's way: `items` newest first, cut by `limit`, `max_id` and `min_id`, with its `Link` header. */
export function paged<Item extends { readonly id: string }>(
  items: readonly Item[],
  { url }: Call,
  page: { readonly size: number; readonly maximum: number; readonly alwaysNext: boolean },
  toEntity: (item: Item) => unknown,
): Response {
  const asked = Number(url.searchParams.get('limit') ?? page.size)
  const limit = Math.min(Number.isInteger(asked) && asked > 0 ? asked : page.size, page.maximum)
  const maxId = url.searchParams.get('max_id')
  const minId = url.searchParams.get('min_id')
  const older = maxId === null ? items : items.filter(({ id }) => isOlder(id, maxId))
  const newer = minId === null ? older : older.filter(({ id }) => isOlder(minId, id))
  // Behind `min_id` come the next ones, not the newest.
  const shown = minId === null ? newer.slice(0, limit) : newer.slice(-limit)
  const first = shown[0]
  const last = shown.at(-1)
  const links: string[] = []
  // Mastodon says "next" behind every full page, GoToSocial behind every page that is not empty.
  if (last && (page.alwaysNext || shown.length === limit)) links.push(linkTo(url, 'max_id', last.id, 'next'))
  if (first) links.push(linkTo(url, 'min_id', first.id, 'prev'))
  return Response.json(shown.map(toEntity), { headers: links.length > 0 ? { link: links.join(', ') } : {} })
}

const isOlder = (id: string, than: string) => (/^\d+$/.test(than) ? BigInt(id) < BigInt(than) : false)

function linkTo(url: URL, name: string, id: string, rel: string): string {
  const target = new URL(url)
  for (const old of ['max_id', 'min_id', 'since_id']) target.searchParams.delete(old)
  target.searchParams.set(name, id)
  return `<${target}>; rel="${rel}"`
}
