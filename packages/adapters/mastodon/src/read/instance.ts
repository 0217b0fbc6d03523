import { asArray, asNumber, asObject, asString } from '@tutti/adapter-kit'
import type { MediaKind, MediaLimit, PlatformLimits, PollLimit, Sourced, TextLimit } from '@tutti/model'
import { fromServer, mastodonLimits, textUnit } from '../limits.ts'
import { namesQuotesItsOwnWay, type ServerSoftware } from './software.ts'
import { reduceLimits } from './software-limits.ts'

/** Since API version 7 (Mastodon 4.5.0) a post may quote another: https://docs.joinmastodon.org/methods/statuses/#create, read 2026-11-22. */
const quotesSinceApiVersion = 7

/**
 * Reads an Instance, of either version, into limits. A number that the server does not say stays as
 * an unchanged Mastodon has it.
 */
export function readLimits(instance: unknown, software: ServerSoftware, nowMs: number): PlatformLimits {
  const server: Server = { software, sourced: fromServer(nowMs) }
  const answer = asObject(instance)
  const configuration = asObject(answer?.configuration)
  const statuses = asObject(configuration?.statuses)
  const maxMedia =
    asNumber(statuses?.max_media_attachments) ?? asNumber(answer?.max_media_attachments) ?? mastodonLimits.maxMedia
  const canQuote = (software.apiVersion ?? 0) >= quotesSinceApiVersion || namesQuotesItsOwnWay(software.name)
  const limits: PlatformLimits = {
    ...mastodonLimits,
    text: [readTextLimit(asNumber(statuses?.max_characters) ?? asNumber(answer?.max_toot_chars), statuses, server)],
    media: readMediaLimits(asObject(configuration?.media_attachments), maxMedia, server),
    maxMedia,
    mixedMedia: allowsMixedMedia(software),
    // Pleroma has it beside the configuration.
    poll: readPollLimit(asObject(configuration?.polls) ?? asObject(answer?.poll_limits), server),
    fields: canQuote ? mastodonLimits.fields : mastodonLimits.fields.filter((field) => field !== 'quote'),
  }
  return reduceLimits(limits, software.name)
}

type Answer = Readonly<Record<string, unknown>> | undefined

interface Server {
  readonly software: ServerSoftware
  readonly sourced: Sourced
}

function readTextLimit(maximum: number | undefined, statuses: Answer, { software, sourced }: Server): TextLimit {
  // GoToSocial says what a link counts and counts it in full: internal/processing/status/common.go, read 2026-11-22.
  if (software.name === 'gotosocial') return { ...sourced, unit: textUnit, maximum: maximum ?? 5000 }
  return {
    ...sourced,
    unit: textUnit,
    maximum: maximum ?? 500,
    charactersReservedPerUrl: asNumber(statuses?.characters_reserved_per_url) ?? 23,
  }
}

/** Mastodon takes several images or one video or sound; GoToSocial only counts them, in the same file. */
function allowsMixedMedia({ name }: ServerSoftware): boolean {
  return name === 'gotosocial'
}

function readMediaLimits(attachments: Answer, maxMedia: number, server: Server): PlatformLimits['media'] {
  const mimeTypes = asArray(attachments?.supported_mime_types).filter((type) => typeof type === 'string')
  const videoBytes = asNumber(attachments?.video_size_limit)
  const maxOthers = allowsMixedMedia(server.software) ? maxMedia : 1
  const limitOf = (
    kind: MediaKind,
    maxCount: number,
    { maxBytes, maxPixels, maxFrameRate }: Pick<MediaLimit, 'maxBytes' | 'maxPixels' | 'maxFrameRate'>,
  ): MediaLimit | undefined => {
    const declared = mastodonLimits.media[kind]
    const ofKind = mimeTypes.filter((type) => type.startsWith(`${kind}/`))
    // A server that lists its types and none of this kind takes none.
    if (!declared || (mimeTypes.length > 0 && ofKind.length === 0)) return undefined
    return {
      ...declared,
      ...server.sourced,
      maxCount,
      maxBytes: maxBytes ?? declared.maxBytes,
      maxPixels: maxPixels ?? declared.maxPixels,
      maxFrameRate: maxFrameRate ?? declared.maxFrameRate,
      mimeTypes: ofKind.length > 0 ? ofKind : declared.mimeTypes,
      maxAltGraphemes: asNumber(attachments?.description_limit) ?? declared.maxAltGraphemes,
    }
  }
  const limits = {
    image: limitOf('image', maxMedia, {
      maxBytes: asNumber(attachments?.image_size_limit),
      maxPixels: asNumber(attachments?.image_matrix_limit),
    }),
    video: limitOf('video', maxOthers, {
      maxBytes: videoBytes,
      maxPixels: asNumber(attachments?.video_matrix_limit),
      maxFrameRate: asNumber(attachments?.video_frame_rate_limit),
    }),
    // Mastodon holds sounds to the size of videos.
    audio: limitOf('audio', maxOthers, { maxBytes: videoBytes }),
  }
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined))
}

function readPollLimit(polls: Answer, { sourced }: Server): PollLimit | undefined {
  const declared = mastodonLimits.poll
  if (!polls || !declared) return undefined
  const milliseconds = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000)
  return {
    ...sourced,
    maxOptions: asNumber(polls.max_options) ?? declared.maxOptions,
    maxOptionGraphemes:
      asNumber(polls.max_characters_per_option) ?? asNumber(polls.max_option_chars) ?? declared.maxOptionGraphemes,
    minDurationMs: milliseconds(asNumber(polls.min_expiration)) ?? declared.minDurationMs,
    maxDurationMs: milliseconds(asNumber(polls.max_expiration)) ?? declared.maxDurationMs,
  }
}

/**
 * The domain of the server's own handles. Version 2 calls it `domain`, GoToSocial `account_domain`,
 * version 1 `uri`, which Pleroma answers with a whole address.
 */
export function readDomain(instance: unknown): string | undefined {
  const answer = asObject(instance)
  const domain = asString(answer?.account_domain) ?? asString(answer?.domain) ?? asString(answer?.uri)
  return domain && URL.canParse(domain) && domain.includes('://') ? new URL(domain).host : domain || undefined
}

/**
 * The address of the streams where it is another than the server's: big servers have them on a host
 * of their own. Both versions name it as the address of a WebSocket. An unencrypted one is not
 * believed where the server itself is encrypted: the token goes there.
 */
export function readStreamingUrl(instance: unknown, server: string): string {
  const answer = asObject(instance)
  const urls = asObject(asObject(answer?.configuration)?.urls) ?? asObject(answer?.urls)
  const named = asString(urls?.streaming) ?? asString(urls?.streaming_api)
  if (!named || !URL.canParse(named)) return ''
  const { protocol, host } = new URL(named)
  const isEncrypted = protocol === 'wss:' || protocol === 'https:'
  const isPlain = server.startsWith('http:') && (protocol === 'ws:' || protocol === 'http:')
  if ((!isEncrypted && !isPlain) || host === new URL(server).host) return ''
  return `${isEncrypted ? 'https' : 'http'}://${host}`
}
