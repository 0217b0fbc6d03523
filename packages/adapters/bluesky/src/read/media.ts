import { asArray, asString } from '@tutti/adapter-kit'
import type { MediaKind, PublishedMedia } from '@tutti/model'
import { membersOf, type Raw } from './members-of.ts'

const none: readonly PublishedMedia[] = []

/** What embeds hold, by the end of their type: `app.bsky.embed.images`, `app.bsky.embed.images#view`. */
const readers = new Map<string, (raw: Raw, type: string) => readonly PublishedMedia[]>([
  ['images', (raw, type) => asArray(raw.images).map((image) => readImage(membersOf(image), type))],
  ['gallery', (raw, type) => asArray(raw.items).map((item) => readImage(membersOf(item), type))],
  ['video', (raw, type) => [readVideo(raw, type)]],
  ['recordWithMedia', (raw) => readMedia(raw.media)],
  ['record', () => none],
  ['external', () => none],
])

/**
 * Reads the media of an embed, as a record has it (without addresses) or as the AppView shows it. An
 * embed of an unknown type counts as one attachment of kind `other`. The `aspectRatio` is no size
 * in pixels, says the lexicon, so none is given.
 */
export function readMedia(embed: unknown): readonly PublishedMedia[] {
  const raw = membersOf(embed)
  const type = asString(raw.$type)
  if (!type) return none
  const name = /^app\.bsky\.embed\.(\w+)/.exec(type)?.[1] ?? ''
  return readers.get(name)?.(raw, type) ?? [{ kind: { unified: 'other', raw: type } }]
}

function readImage(raw: Raw, type: string): PublishedMedia {
  return {
    kind: kindOf('image', type),
    url: asString(raw.fullsize),
    previewUrl: asString(raw.thumb),
    alt: asString(raw.alt),
  }
}

function readVideo(raw: Raw, type: string): PublishedMedia {
  return {
    kind: kindOf('video', type),
    url: asString(raw.playlist),
    previewUrl: asString(raw.thumbnail),
    alt: asString(raw.alt),
  }
}

const kindOf = (unified: MediaKind, raw: string) => ({ unified, raw })
