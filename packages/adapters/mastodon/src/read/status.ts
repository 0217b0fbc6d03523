import { asArray, asInstantMs, asNumber, asObject, asString, plainText } from '@tutti/adapter-kit'
import type { MediaKind, Profile, PublishedMedia, PublishedPost, RawEnum, Visibility } from '@tutti/model'
import { readProfile } from './profile.ts'
import type { Reading } from './reading.ts'
import { postRef } from './refs.ts'
import { readUrl } from './values.ts'

const visibilities: Readonly<Record<string, Visibility>> = {
  public: 'public',
  unlisted: 'unlisted',
  private: 'followers',
  direct: 'direct',
}

// A GIF comes back as a silent, looping video.
const mediaKinds: Readonly<Record<string, MediaKind>> = {
  image: 'image',
  gifv: 'video',
  video: 'video',
  audio: 'audio',
}

/**
 * Reads a Status. A repost becomes the post that it repeats, with `repostedBy`. `undefined` when
 * there is no status to read, or it does not say who wrote it and when.
 */
export function readStatus(value: unknown, reading: Reading): PublishedPost | undefined {
  const status = asObject(value)
  if (!status) return undefined
  const reblog = asObject(status.reblog)
  if (!reblog) return readPost(status, reading, undefined, value)
  return readPost(reblog, reading, readProfile(status.account, reading), value)
}

function readPost(
  status: Readonly<Record<string, unknown>>,
  reading: Reading,
  repostedBy: Profile | undefined,
  raw: unknown,
): PublishedPost | undefined {
  const id = asString(status.id)
  const author = readProfile(status.account, reading)
  const createdAt = asInstantMs(status.created_at)
  if (!id || !author || createdAt === undefined) return undefined
  const language = asString(status.language)
  const replyToId = asString(status.in_reply_to_id)
  const quoteId = readQuoteId(status)
  return {
    ref: postRef(id, readUrl(status.url) ?? readUrl(status.uri)),
    author,
    text: plainText(asString(status.content) ?? ''),
    media: readMedia(status.media_attachments),
    createdAt,
    editedAt: asInstantMs(status.edited_at),
    languages: language ? [language] : undefined,
    visibility: readVisibility(status.visibility),
    contentWarning: asString(status.spoiler_text) || undefined,
    replyTo: replyToId ? postRef(replyToId) : undefined,
    quote: quoteId ? postRef(quoteId) : undefined,
    repostedBy,
    counts: {
      replies: asNumber(status.replies_count),
      reposts: asNumber(status.reblogs_count),
      reactions: asNumber(status.favourites_count),
      quotes: asNumber(status.quotes_count),
    },
    raw,
  }
}

/** Who may see a status. */
export function readVisibility(value: unknown): RawEnum<Visibility> | undefined {
  const raw = asString(value)
  return raw ? { unified: visibilities[raw] ?? 'other', raw } : undefined
}

/** Reads a list of MediaAttachment; what can't be read is left out. */
export function readMedia(value: unknown): PublishedMedia[] {
  const media: PublishedMedia[] = []
  for (const item of asArray(value)) {
    const attachment = asObject(item)
    if (!attachment) continue
    const raw = asString(attachment.type) ?? 'unknown'
    const original = asObject(asObject(attachment.meta)?.original)
    media.push({
      kind: { unified: mediaKinds[raw] ?? 'other', raw },
      url: readUrl(attachment.url) ?? readUrl(attachment.remote_url),
      previewUrl: readUrl(attachment.preview_url),
      alt: asString(attachment.description) || undefined,
      widthPixels: asNumber(original?.width),
      heightPixels: asNumber(original?.height),
    })
  }
  return media
}

/**
 * The id of the status that a status quotes: inside a Quote, named by a ShallowQuote, or beside the
 * whole quoted status where a server could quote before Mastodon did.
 */
export function readQuoteId(status: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const quote = asObject(status?.quote)
  return (
    asString(asObject(quote?.quoted_status)?.id) ??
    asString(quote?.quoted_status_id) ??
    asString(status?.quote_id) ??
    (quote?.account === undefined ? undefined : asString(quote.id))
  )
}
