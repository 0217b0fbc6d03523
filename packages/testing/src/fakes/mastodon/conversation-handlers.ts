import { http, type RequestHandler } from 'msw'
import { accountEntity, mentionedAccounts, statusEntity } from './entities.ts'
import type { FakeMastodonAccount, FakeMastodonLedger, FakeMastodonStatus } from './ledger.ts'
import { answering, type FakeServer, maySee, paged } from './server.ts'

/** The private messages of one thread, oldest first, and who takes part beside the one who asks. */
interface Conversation {
  readonly root: FakeMastodonStatus
  readonly messages: readonly FakeMastodonStatus[]
  readonly others: readonly FakeMastodonAccount[]
}

/** Conversations: threads of posts that only those see whom they mention. */
export function conversationHandlers(server: FakeServer): RequestHandler[] {
  return [
    http.get(
      '*/api/v1/conversations',
      answering(server, (call) => {
        const { viewer, view, url } = call
        const items = conversationsOf(viewer, server.ledger, url.origin).map((conversation) => ({
          ...conversation,
          // The platform pages by the newest message, not by the conversation's own id.
          id: conversation.messages.at(-1)?.id ?? conversation.root.id,
        }))
        items.sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? 1 : -1))
        const page = { size: 20, maximum: 40, alwaysNext: server.settings.software === 'gotosocial' }
        return paged(items, call, page, ({ root, messages, others }) => {
          const last = messages.at(-1)
          return {
            id: root.id,
            unread: last !== undefined && last.accountId !== viewer.id,
            accounts: others.map((account) => accountEntity(account, view)),
            last_status: last ? statusEntity(last, view) : null,
          }
        })
      }),
    ),
  ]
}

function conversationsOf(viewer: FakeMastodonAccount, ledger: FakeMastodonLedger, origin: string): Conversation[] {
  const threads = new Map<FakeMastodonStatus, FakeMastodonStatus[]>()
  for (const status of ledger.statuses) {
    if (status.deleted || status.visibility !== 'direct' || !maySee(status, ledger, viewer)) continue
    const root = rootOf(status, ledger)
    threads.set(root, [...(threads.get(root) ?? []), status])
  }
  return [...threads].map(([root, messages]) => {
    const ids = new Set(
      messages.flatMap(({ accountId, text }) => [
        accountId,
        ...mentionedAccounts(text, ledger, origin).map(({ id }) => id),
      ]),
    )
    ids.delete(viewer.id)
    return { root, messages, others: ledger.accounts.filter(({ id }) => ids.has(id)) }
  })
}

function rootOf(status: FakeMastodonStatus, ledger: FakeMastodonLedger): FakeMastodonStatus {
  const parent = ledger.statuses.find(({ id }) => id === status.inReplyToId)
  return parent ? rootOf(parent, ledger) : status
}
