import { http, type RequestHandler } from 'msw'
import { type FakeMastodonFilter, nextId } from './ledger.ts'
import { answering, type FakeServer, Refusal } from './server.ts'

interface NewFilterBody {
  readonly title?: string
  readonly context?: readonly string[]
  readonly filter_action?: string
  readonly expires_in?: number
  readonly keywords_attributes?: readonly { readonly keyword: string; readonly whole_word: boolean }[]
}

/** What an account does not want to see. */
export function filterHandlers(server: FakeServer): RequestHandler[] {
  const { ledger, tools } = server
  return [
    http.get(
      '*/api/v2/filters',
      answering(server, ({ viewer }) =>
        Response.json(ledger.filters.filter(({ accountId }) => accountId === viewer.id).map(filterEntity)),
      ),
    ),
    http.post(
      '*/api/v2/filters',
      answering(server, async ({ request, viewer, view }) => {
        const body = (await request.json()) as NewFilterBody
        if (!body.title) throw new Refusal(422, "Validation failed: Title can't be blank")
        if (!body.context?.length) throw new Refusal(422, 'Validation failed: None or invalid context supplied')
        const filter: FakeMastodonFilter = {
          id: nextId(tools),
          accountId: viewer.id,
          title: body.title,
          contexts: body.context,
          action: body.filter_action ?? 'warn',
          keywords: (body.keywords_attributes ?? []).map((keyword) => ({ ...keyword, id: nextId(tools) })),
          expiresAt: body.expires_in === undefined ? undefined : view.nowMs + body.expires_in * 1000,
        }
        ledger.filters.push(filter)
        return Response.json(filterEntity(filter))
      }),
    ),
    http.delete(
      '*/api/v2/filters/:id',
      answering(server, ({ params, viewer }) => {
        const at = ledger.filters.findIndex(({ id, accountId }) => id === params.id && accountId === viewer.id)
        if (at < 0) throw new Refusal(404, 'Record not found')
        ledger.filters.splice(at, 1)
        return Response.json({})
      }),
    ),
  ]
}

/** https://docs.joinmastodon.org/entities/Filter/ */
function filterEntity({ id, title, contexts, action, keywords, expiresAt }: FakeMastodonFilter) {
  return {
    id,
    title,
    context: contexts,
    expires_at: expiresAt === undefined ? null : new Date(expiresAt).toISOString(),
    filter_action: action,
    keywords,
    statuses: [],
  }
}
