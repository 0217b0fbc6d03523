import { asArray, asInstantMs, asObject, asString, plainText, requireArray, samePostText } from '@tutti/adapter-kit'
import type { FindPostInput, FindPostOutput, Operation, PostRef, Visibility } from '@tutti/model'
import { accountFacts } from '../api/account-facts.ts'
import { toStatusVisibility } from '../api/new-status.ts'
import { pageRequest, readNextCursor } from '../api/pages.ts'
import { postRef } from '../read/refs.ts'
import { readUrl } from '../read/values.ts'

const maxPageSize = 40
/** In front of a cursor: a page before had a status that could not be read, so no later page is complete. */
const unreadableMark = 'unreadable:'

type Status = Readonly<Record<string, unknown>>

/**
 * Looks for a part among the account's own posts, newest first, one page a call. Only reads.
 * `complete` when the page reaches back past `since`, or is the last.
 */
export const findPost: Operation<FindPostInput, FindPostOutput> = async (input, context) => {
  const { accountId } = await accountFacts(context)
  const wasUnreadable = input.cursor?.startsWith(unreadableMark) ?? false
  const cursor = wasUnreadable ? input.cursor?.slice(unreadableMark.length) : input.cursor
  const { query, bucket } = pageRequest({ cursor }, maxPageSize)
  const answer = await context.http.request({
    method: 'GET',
    url: `/api/v1/accounts/${encodeURIComponent(accountId)}/statuses`,
    query: { ...query, exclude_reblogs: true },
    bucket,
  })
  const statuses = requireArray(answer.body, 'statuses').map(asObject)
  const matches: PostRef[] = []
  for (const status of statuses) {
    const id = asString(status?.id)
    if (status && id && isSame(status, input)) matches.push(postRef(id, readUrl(status.url) ?? readUrl(status.uri)))
  }
  const nextCursor = readNextCursor(answer.headers)
  const reachesBack = statuses.some((status) => (asInstantMs(status?.created_at) ?? input.since) < input.since)
  // A list may go on behind a full page that says nothing of a next one: that is not a proof of absence.
  const isLast = nextCursor === undefined && statuses.length < maxPageSize
  // What can't be read may be the very post that is looked for.
  const isReadable = statuses.every((status) => asString(status?.id) && asInstantMs(status?.created_at) !== undefined)
  const allReadable = isReadable && !wasUnreadable
  const complete = allReadable && (reachesBack || isLast)
  if (reachesBack || nextCursor === undefined) return { matches, complete }
  return { matches, complete, nextCursor: allReadable ? nextCursor : `${unreadableMark}${nextCursor}` }
}

/** `until` is not held against the status: its time is the server's, whose clock may be ahead of ours. */
function isSame(status: Status, { part, replyTo, since }: FindPostInput): boolean {
  const createdAt = asInstantMs(status.created_at)
  return (
    (createdAt === undefined || createdAt >= since) &&
    asObject(status.reblog) === undefined &&
    asArray(status.media_attachments).length === part.media.length &&
    (asString(status.in_reply_to_id) ?? undefined) === replyTo?.parent.id &&
    isWrittenAs(asString(status.spoiler_text) ?? '', part.contentWarning ?? '') &&
    (asObject(status.poll) !== undefined) === (part.poll !== undefined) &&
    isAtMostAsVisible(asString(status.visibility), part.visibility) &&
    hasText(status, part.text)
  )
}

/** GoToSocial keeps the text as it was sent; elsewhere the markup is stripped and mentions lose their host. */
function hasText(status: Status, text: string): boolean {
  const source = asString(status.text)
  return (source !== undefined && samePostText(source, text)) || isWrittenAs(asString(status.content) ?? '', text)
}

/** GoToSocial answers a content warning as markup, too, Mastodon as it was sent. */
function isWrittenAs(answered: string, sent: string): boolean {
  return samePostText(answered, sent) || samePostText(plainText(answered), sent)
}

const widestFirst: readonly string[] = ['public', 'unlisted', 'private', 'direct']

/** Servers narrow what they must (a limited account's posts become unlisted, a quote of a private post private). */
function isAtMostAsVisible(actual: string | undefined, asked: Visibility | undefined): boolean {
  if (actual === undefined || asked === undefined) return true
  const rank = widestFirst.indexOf(actual)
  return rank < 0 || rank >= widestFirst.indexOf(toStatusVisibility(asked))
}
