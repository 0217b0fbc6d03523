import { http, type RequestHandler } from 'msw'
import { accountEntity } from './entities.ts'
import { type FakeMastodonReport, nextId } from './ledger.ts'
import { answering, type FakeServer, knownAccount, Refusal, visibleStatus } from './server.ts'

const categories = ['spam', 'legal', 'violation', 'other']

/** What is told the moderators. */
export function reportHandlers(server: FakeServer): RequestHandler[] {
  return [
    http.post(
      '*/api/v1/reports',
      answering(server, async ({ request, viewer, view }) => {
        const body = (await request.json()) as Readonly<Record<string, unknown>>
        const target = knownAccount(body.account_id, view)
        const category = typeof body.category === 'string' ? body.category : 'other'
        if (!categories.includes(category))
          throw new Refusal(422, 'Validation failed: Category is not included in the list')
        const statusIds = Array.isArray(body.status_ids) ? body.status_ids.map((id) => visibleStatus(id, view).id) : []
        const comment = typeof body.comment === 'string' ? body.comment : ''
        if (comment.length > 1000) throw new Refusal(422, 'Validation failed: Comment is too long')
        const report: FakeMastodonReport = {
          id: nextId(server.tools),
          accountId: viewer.id,
          targetId: target.id,
          statusIds,
          category,
          comment,
          createdAt: view.nowMs,
        }
        server.ledger.reports.push(report)
        return Response.json({
          id: report.id,
          action_taken: false,
          action_taken_at: null,
          category,
          comment,
          forwarded: false,
          created_at: new Date(report.createdAt).toISOString(),
          status_ids: statusIds,
          rule_ids: null,
          target_account: accountEntity(target, view),
        })
      }),
    ),
  ]
}
