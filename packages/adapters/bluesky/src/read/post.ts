import { asArray, asInstantMs, asNumber, asString } from '@tutti/adapter-kit'
import type { PostCounts, PublishedPost, RawEnum, Visibility } from '@tutti/model'
import { parseAtUri } from '../protocol/at-uri.ts'
import type { StoredRecord } from '../protocol/records.ts'
import { readMedia } from './media.ts'
import { membersOf, type Raw } from './members-of.ts'
import { readProfile } from './profile.ts'
import { readRecordText } from './record-text.ts'
import { postRef, readStrongRef, repliedTo } from './ref.ts'
import type { ReadingContext } from './web-address.ts'

const visibility: RawEnum<Visibility> = { unified: 'public', raw: 'public' }

/** Reads a `postView` of the AppView; `undefined` when it shows no post (`notFoundPost`, `blockedPost`). */
export function readPostView(value: unknown, context: ReadingContext): PublishedPost | undefined {
  const raw = membersOf(value)
  const uri = asString(raw.uri)
  const cid = asString(raw.cid)
  const author = readProfile(raw.author, context)
  const record = membersOf(raw.record)
  const createdAt = asInstantMs(record.createdAt) ?? asInstantMs(raw.indexedAt)
  if (!uri || !cid || !author || createdAt === undefined) return undefined
  return {
    ref: postRef(uri, context, cid, record),
    author,
    createdAt,
    ...readContent(record, raw.embed, context),
    counts: {
      replies: asNumber(raw.replyCount),
      reposts: asNumber(raw.repostCount),
      reactions: asNumber(raw.likeCount),
      quotes: asNumber(raw.quoteCount),
    },
    raw: value,
  }
}

/** Reads a post from its record alone: nobody has counted anything there. */
export function readPostRecord(stored: StoredRecord, context: ReadingContext): PublishedPost | undefined {
  const { uri, cid, value } = stored
  const author = readProfile({ did: parseAtUri(uri)?.did }, context)
  const createdAt = asInstantMs(value.createdAt)
  if (!author || createdAt === undefined) return undefined
  return {
    ref: postRef(uri, context, cid, value),
    author,
    createdAt,
    ...readContent(value, value.embed, context),
    counts: noCounts,
    raw: stored,
  }
}

/** Reads an entry of a feed, marked when it is somebody's repost. */
export function readFeedItem(value: unknown, context: ReadingContext): PublishedPost | undefined {
  const raw = membersOf(value)
  const post = readPostView(raw.post, context)
  const reason = membersOf(raw.reason)
  if (!post || reason.$type !== 'app.bsky.feed.defs#reasonRepost') return post
  const repostedBy = readProfile(reason.by, context)
  return repostedBy && { ...post, repostedBy }
}

function readContent(record: Raw, embed: unknown, context: ReadingContext) {
  const quote = readQuote(membersOf(record.embed), context)
  return {
    text: readRecordText(record),
    media: readMedia(embed),
    languages: Array.isArray(record.langs)
      ? asArray(record.langs).filter((language) => typeof language === 'string')
      : undefined,
    visibility,
    replyTo: repliedTo(record, 'parent', context),
    quote,
  }
}

/** `app.bsky.embed.record` holds the ref in `record`, `recordWithMedia` holds such an embed in `record`. */
function readQuote(embed: Raw, context: ReadingContext) {
  const inner = membersOf(embed.record)
  const ref = readStrongRef(embed.$type === 'app.bsky.embed.recordWithMedia' ? inner.record : inner)
  return ref && parseAtUri(ref.uri)?.collection === 'app.bsky.feed.post'
    ? postRef(ref.uri, context, ref.cid)
    : undefined
}

const noCounts: PostCounts = {}
