import { asNumber, asString } from '@tutti/adapter-kit'
import type { OperationContext, Page, PageInput, Trend } from '@tutti/model'
import { invalidCursor } from '../protocol/cursor.ts'
import { query } from '../protocol/xrpc.ts'
import { membersOf } from '../read/members-of.ts'
import { readPage } from '../read/page.ts'
import { webAddress } from '../read/web-address.ts'

/** Source: lexicon app.bsky.unspecced.getTrends, read 2026-11-25. */
const maxTrends = 25

/**
 * What many talk about, at most 25, on one page. AppViews of one's own usually have none.
 * @throws UnsupportedOperationError `not-offered` where the AppView has no trends
 */
export async function fetchTrends({ cursor, limit }: PageInput, context: OperationContext): Promise<Page<Trend>> {
  if (cursor !== undefined) throw invalidCursor('trends')
  const answer = await query(context, 'app.bsky.unspecced.getTrends', {
    limit: limit === undefined ? maxTrends : Math.min(maxTrends, Math.max(1, Math.floor(limit))),
  })
  return readPage(answer.body, 'trends', 'trends', (raw) => readTrend(raw, context))
}

function readTrend(value: unknown, context: OperationContext): Trend | undefined {
  const raw = membersOf(value)
  const name = asString(raw.displayName) || asString(raw.topic)
  if (!name) return undefined
  return {
    name: name.replace(/^#/, ''),
    url: readLink(raw.link, context),
    postCount: asNumber(raw.postCount),
    raw: value,
  }
}

/** Links are paths of the app: `/profile/trending.bsky.app/feed/…`. */
function readLink(value: unknown, context: OperationContext): string | undefined {
  const link = asString(value)
  return link ? webAddress(link, context) : undefined
}
