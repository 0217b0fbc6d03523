import { http, type RequestHandler } from 'msw'
import { accountEntity, credentialAccountEntity, relationshipEntity, statusEntity } from './entities.ts'
import type { FakeMastodonLedger } from './ledger.ts'
import { pair } from './ledger.ts'
import { answering, type FakeServer, knownAccount, maySee, paged, Refusal } from './server.ts'

/** Accounts, their posts, and how one account stands to another. */
export function accountHandlers(server: FakeServer): RequestHandler[] {
  const { ledger } = server
  const accounts = '*/api/v1/accounts'
  return [
    http.get(
      `${accounts}/verify_credentials`,
      answering(server, ({ viewer, view }) => Response.json(credentialAccountEntity(viewer, view))),
    ),
    http.get(
      `${accounts}/lookup`,
      answering(server, ({ url, view }) => {
        const [username, host = url.host] = (url.searchParams.get('acct') ?? '').replace(/^@/, '').split('@')
        const account = ledger.accounts.find((candidate) => candidate.username === username?.toLowerCase())
        if (!account || host !== url.host) throw new Refusal(404, 'Record not found')
        return Response.json(accountEntity(account, view))
      }),
    ),
    http.get(
      `${accounts}/:id`,
      answering(server, ({ params, view }) => Response.json(accountEntity(knownAccount(params.id, view), view))),
    ),
    http.get(
      `${accounts}/:id/statuses`,
      answering(server, (call) => {
        const { params, url, viewer, view } = call
        const account = knownAccount(params.id, view)
        const withReblogs = url.searchParams.get('exclude_reblogs') !== 'true'
        const statuses = ledger.statuses
          .filter(({ accountId, deleted }) => accountId === account.id && !deleted)
          .filter((status) => maySee(status, ledger, viewer) && (withReblogs || status.reblogOfId === undefined))
          .reverse()
        const page = { size: 20, maximum: 40, alwaysNext: server.settings.software === 'gotosocial' }
        return paged(statuses, call, page, (status) => statusEntity(status, view))
      }),
    ),
    relationHandler(server, 'mute', ({ mutes }, entry) => mutes.add(entry)),
    relationHandler(server, 'unmute', ({ mutes }, entry) => mutes.delete(entry)),
    relationHandler(server, 'block', ({ blocks }, entry) => blocks.add(entry)),
    relationHandler(server, 'unblock', ({ blocks }, entry) => blocks.delete(entry)),
  ]
}

function relationHandler(
  server: FakeServer,
  action: string,
  change: (ledger: FakeMastodonLedger, entry: string) => void,
): RequestHandler {
  return http.post(
    `*/api/v1/accounts/:id/${action}`,
    answering(server, ({ params, viewer, view }) => {
      const other = knownAccount(params.id, view)
      change(server.ledger, pair(viewer.id, other.id))
      return Response.json(relationshipEntity(other, view))
    }),
  )
}
