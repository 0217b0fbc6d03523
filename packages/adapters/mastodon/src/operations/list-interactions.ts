import type { InteractionKind, OperationVocabulary } from '@tutti/model'
import { accountFacts } from '../api/account-facts.ts'
import { pageRequest, readPage } from '../api/pages.ts'
import { notificationTypes, readNotification } from '../read/interaction.ts'
import { startReading } from '../read/reading.ts'

/** https://docs.joinmastodon.org/methods/notifications/#get, read 2026-11-22. */
const maxPageSize = 80

/** Lists what people did towards the account: its notifications, newest first. */
export const listInteractions: OperationVocabulary['listInteractions'] = async (input, context) => {
  const types = typesOf(input.kinds)
  if (types?.length === 0) return { items: [], warnings: [] }
  const { accountId, domain } = await accountFacts(context)
  const { query, bucket } = pageRequest(input, maxPageSize)
  const answer = await context.http.request({
    method: 'GET',
    url: '/api/v1/notifications',
    query: { ...query, 'types[]': types },
    bucket,
  })
  const reading = { ...startReading(domain), channel: context.channel, accountId }
  const page = readPage(answer, 'notifications', (item) => readNotification(item, reading))
  // One type of notification holds several kinds, and servers may ignore `types`.
  const { kinds } = input
  return kinds
    ? { ...page, items: page.items.filter(({ kind }) => kinds.includes(kind.unified as InteractionKind)) }
    : page
}

function typesOf(kinds: readonly InteractionKind[] | undefined): readonly string[] | undefined {
  return kinds && [...new Set(kinds.flatMap((kind) => notificationTypes[kind] ?? []))]
}
