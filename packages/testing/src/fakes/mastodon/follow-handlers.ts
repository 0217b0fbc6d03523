import { http, type RequestHandler } from 'msw'
import { notify } from './create-status.ts'
import { accountEntity, relationshipEntity } from './entities.ts'
import { pair } from './ledger.ts'
import { answering, type FakeServer, knownAccount, paged } from './server.ts'

/** Who follows whom. Nobody's account is locked: a follow is one at once. */
export function followHandlers(server: FakeServer): RequestHandler[] {
  const { ledger } = server
  const one = '*/api/v1/accounts/:id'
  const list = (name: 'followers' | 'following') =>
    http.get(
      `${one}/${name}`,
      answering(server, (call) => {
        const { id } = knownAccount(call.params.id, call.view)
        const isOnList = (other: string) => ledger.follows.has(name === 'followers' ? pair(other, id) : pair(id, other))
        const accounts = ledger.accounts.filter((account) => isOnList(account.id)).reverse()
        const page = { size: 40, maximum: 80, alwaysNext: server.settings.software === 'gotosocial' }
        return paged(accounts, call, page, (account) => accountEntity(account, call.view))
      }),
    )
  return [
    list('followers'),
    list('following'),
    http.post(
      `${one}/follow`,
      answering(server, ({ params, viewer, view }) => {
        const other = knownAccount(params.id, view)
        const entry = pair(viewer.id, other.id)
        if (!ledger.follows.has(entry)) notify(server, other.id, viewer.id, 'follow')
        ledger.follows.add(entry)
        return Response.json(relationshipEntity(other, view))
      }),
    ),
    http.post(
      `${one}/unfollow`,
      answering(server, ({ params, viewer, view }) => {
        const other = knownAccount(params.id, view)
        ledger.follows.delete(pair(viewer.id, other.id))
        return Response.json(relationshipEntity(other, view))
      }),
    ),
  ]
}
