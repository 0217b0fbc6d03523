import type { Post } from '@tutti/model'
import {
  anything,
  type Check,
  fail,
  flag,
  json,
  languageTag,
  list,
  memberPath,
  object,
  oneOf,
  optional,
  positiveInteger,
  record,
  text,
  webUrl,
} from './checks.ts'

/** More parts than any thread should have; a text split into more is an error issue. */
export const maxThreadParts = 100

const maxMedia = 100
const maxChannels = 10_000
/** An id of a post or channel. Without control characters: the journal's keys rely on it. */
export const id = text({ maxLength: 512 })
const shortText = text({ maxLength: 10_000 })

const source: Check = (value, path) => {
  if (typeof value !== 'object' || value === null) fail(path, 'must be { path }, { url }, { blob } or { open }')
  if ('path' in value) object({ path: shortText })(value, path)
  else if ('url' in value) object({ url: webUrl })(value, path)
  else if ('blob' in value) object({ blob: isBlob })(value, path)
  else if ('open' in value) object({ open: isFunction, byteLength: optional(positiveInteger) })(value, path)
  else fail(path, 'must be { path }, { url }, { blob } or { open }')
}

const attachment = (kinds: readonly string[]) =>
  object({
    kind: oneOf(kinds),
    source,
    alt: optional(text({ allowEmpty: true })),
    fileName: optional(text({ maxLength: 255 })),
  })

const media = list(attachment(['image', 'video', 'audio', 'document']), { maxItems: maxMedia })

const refMembers = { v: oneOfNumbers(1), platform: id, id: text({ maxLength: 4096 }), url: optional(webUrl) }
const postRef = object({ ...refMembers, kind: oneOf(['post']), facts: optional(json()) })
const replyTarget = object({ ...refMembers, kind: oneOf(['post', 'interaction']), facts: optional(json()) })

const handle: Check = (value, path) => {
  text({ maxLength: 512 })(value, path)
  if (/[\s@]/.test((value as string).slice(0, 1)) || /\s/.test(value as string)) {
    fail(path, 'must be a handle without white space and without the leading @')
  }
}

const counterTemplate: Check = (value, path) => {
  text({ maxLength: 100 })(value, path)
  const [unknown] = (value as string).match(/\{(?!number\}|count\})[^{}]*\}/) ?? []
  if (unknown !== undefined) fail(path, `names ${unknown}, and only {number} and {count} are known`)
}
const counterParts = object({ template: counterTemplate, position: optional(oneOf(['start', 'end'])) })
const threadCounter: Check = (value, path) => {
  if (typeof value !== 'boolean') counterParts(value, path)
}

const contentMembers = {
  title: optional(shortText),
  media: optional(media),
  link: optional(
    object({
      url: webUrl,
      title: optional(shortText),
      description: optional(shortText),
      image: optional(attachment(['image'])),
    }),
  ),
  poll: optional(
    object({
      options: list(shortText, { minItems: 2, maxItems: 100 }),
      durationMs: positiveInteger,
      multiple: optional(flag),
    }),
  ),
  thread: optional(
    list(object({ text: text({ allowEmpty: true }), media: optional(media) }), { maxItems: maxThreadParts - 1 }),
  ),
  split: optional(object({ counter: optional(threadCounter), maxParts: optional(positiveInteger) })),
  replyTo: optional(replyTarget),
  quote: optional(postRef),
  firstComment: optional(text()),
  visibility: optional(oneOf(['public', 'unlisted', 'followers', 'direct'])),
  languages: optional(list(languageTag, { maxItems: 20 })),
  contentWarning: optional(shortText),
  mentions: optional(record(object({ handles: record(handle), fallback: shortText }))),
}

const checkMembers = object({
  ...contentMembers,
  text: text({ allowEmpty: true }),
  id: optional(id),
  channels: optional(list(id, { minItems: 1, maxItems: maxChannels })),
  labels: optional(object({ campaign: optional(shortText), goal: optional(shortText), pillar: optional(shortText) })),
  perChannel: optional(
    record(
      optional(object({ ...contentMembers, text: optional(text({ allowEmpty: true })), platformOptions: anything })),
    ),
  ),
  platformOptions: optional(record(anything)),
})

/**
 * Checks a post as an outsider may hand it in: wrong types, unknown members, half characters.
 * @throws InvalidInputError `invalid-input` with the path of the first thing wrong
 */
export function checkPost(value: unknown): asserts value is Post {
  checkMembers(value, '')
  const post = value as Post
  if (post.channels && new Set(post.channels).size < post.channels.length) fail('channels', 'names a channel twice')
  if (post.thread && post.split) fail('split', 'can’t stand beside thread: the thread is split already')
  for (const [channel, override] of Object.entries(post.perChannel ?? {})) {
    if (override?.thread && override.split) fail(memberPath('perChannel', channel), 'has both thread and split')
  }
  const overridden = Object.values(post.perChannel ?? {}).some((override) => override?.text ?? override?.media)
  if (post.text.trim() === '' && !post.media?.length && !overridden) {
    fail('text', 'must not be empty where there is no media')
  }
}

function oneOfNumbers(expected: number): Check {
  return (value, path) => {
    if (value !== expected) fail(path, `must be ${expected}`)
  }
}

function isBlob(value: unknown, path: string): void {
  if (!(value instanceof Blob)) fail(path, 'must be a Blob')
}

function isFunction(value: unknown, path: string): void {
  if (typeof value !== 'function') fail(path, 'must be a function that opens a fresh stream')
}
