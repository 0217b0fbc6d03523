import { http, type RequestHandler } from 'msw'
import { accountEntity, statusEntity } from './entities.ts'
import type { FakeMastodonStatus } from './ledger.ts'
import { findHashtags } from './render-content.ts'
import { answering, type Call, type FakeServer, maySee, Refusal } from './server.ts'

/** Searching, and what many talk about. GoToSocial has no trends. */
export function searchHandlers(server: FakeServer): RequestHandler[] {
  const { ledger, settings } = server
  return [
    http.get(
      '*/api/v2/search',
      answering(server, (call) => {
        const { url, viewer, view } = call
        const query = (url.searchParams.get('q') ?? '').toLowerCase()
        if (query === '') throw new Refusal(400, 'param is missing or the value is empty: q')
        const type = url.searchParams.get('type')
        const accounts = ledger.accounts.filter(({ username }) => `${username}@${url.host}`.includes(query))
        const statuses = ledger.statuses
          .filter((status) => !status.deleted && matches(status, call))
          .filter((status) => maySee(status, ledger, viewer))
          .reverse()
        return Response.json({
          accounts: type === 'statuses' ? [] : slice(accounts, call, 40).map((found) => accountEntity(found, view)),
          statuses: type === 'accounts' ? [] : slice(statuses, call, 40).map((found) => statusEntity(found, view)),
          hashtags: [],
        })
      }),
    ),
    http.get(
      '*/api/v1/trends/tags',
      answering(server, (call) => {
        if (settings.software === 'gotosocial') throw new Refusal(404, 'Not Found')
        const uses = new Map<string, number>()
        for (const { text, visibility, deleted } of ledger.statuses) {
          if (deleted || visibility !== 'public') continue
          for (const name of findHashtags(text)) uses.set(name, (uses.get(name) ?? 0) + 1)
        }
        const tags = [...uses].sort(([, one], [, other]) => other - one)
        const day = String(Math.floor(call.view.nowMs / 86_400_000) * 86_400)
        return Response.json(
          slice(tags, call, 20).map(([name, count]) => ({
            id: name,
            name,
            url: `${call.url.origin}/tags/${encodeURIComponent(name)}`,
            history: [{ day, uses: String(count), accounts: '1' }],
          })),
        )
      }),
    ),
  ]
}

/** An address finds what stands there and nothing else, where it is to be resolved. */
function matches(status: FakeMastodonStatus, { url, view }: Call): boolean {
  const query = url.searchParams.get('q') ?? ''
  const isAddress = url.searchParams.get('resolve') === 'true' && /^https?:/.test(query)
  return isAddress ? statusEntity(status, view).url === query : status.text.toLowerCase().includes(query.toLowerCase())
}

function slice<Item>(items: readonly Item[], { url }: Call, maximum: number): readonly Item[] {
  const offset = Number(url.searchParams.get('offset') ?? 0)
  const limit = Math.min(Number(url.searchParams.get('limit') ?? 20), maximum)
  return items.slice(offset, offset + limit)
}
