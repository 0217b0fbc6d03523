import type { Interaction, InteractionKind, OperationContext, Page, PageInput } from '@tutti/model'
import { unwrapCursor } from '../protocol/cursor.ts'
import { clampLimit } from '../protocol/page-limit.ts'
import { query } from '../protocol/xrpc.ts'
import { readNotification, reasonsOf } from '../read/interaction.ts'
import { readPage } from '../read/page.ts'

/** Notifications of the account, newest first. Kinds that Bluesky has none of give an empty page. */
export async function listInteractions(
  { kinds, cursor, limit }: PageInput & { readonly kinds?: readonly InteractionKind[] | undefined },
  context: OperationContext,
): Promise<Page<Interaction>> {
  const reasons = kinds && reasonsOf(kinds)
  if (reasons?.length === 0) return { items: [], warnings: [] }
  const answer = await query(context, 'app.bsky.notification.listNotifications', {
    reasons,
    cursor: unwrapCursor('interactions', cursor),
    limit: clampLimit(limit),
  })
  const page = readPage(answer.body, 'notifications', 'interactions', (raw) => readNotification(raw, context))
  return kinds ? { ...page, items: page.items.filter((item) => isWanted(item, kinds)) } : page
}

/** `comment` and `reply` are one reason of the platform. */
function isWanted(interaction: Interaction, kinds: readonly InteractionKind[]): boolean {
  const { unified } = interaction.kind
  return unified !== 'other' && kinds.includes(unified)
}
