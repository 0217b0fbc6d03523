import { InvalidInputError, type Media, type MediaKind, type MediaSource } from '@tutti/model'
import { object, optional, positiveInteger, text } from '../delivery/input/checks.ts'

/**
 * Where the bytes of an attachment come from: a path, an `http(s)` or `file` URL of the app's own,
 * a Blob, or a function that opens a fresh stream each time it is called.
 */
export type MediaInput = string | URL | Blob | (() => ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>>)

/** What an attachment is called and shows. */
export interface MediaDetails {
  /** What there is to see, for people who can't see it. */
  readonly alt?: string | undefined
  readonly fileName?: string | undefined
  /** Of a stream, where it is known beforehand. */
  readonly byteLength?: number | undefined
}

/** An image for a post: `image('./cake.jpg', { alt: 'A lemon cake' })`. Nothing is read yet. */
export const image = mediaHelper('image')
/** A video for a post. Nothing is read yet. */
export const video = mediaHelper('video')
/** An audio recording for a post. Nothing is read yet. */
export const audio = mediaHelper('audio')
/** A document for a post. Nothing is read yet. */
export const document = mediaHelper('document')

const checkDetails = object({
  alt: optional(text({ allowEmpty: true })),
  fileName: optional(text({ maxLength: 255 })),
  byteLength: optional(positiveInteger),
})

function mediaHelper(kind: MediaKind) {
  return (input: MediaInput, details: MediaDetails = {}): Media => {
    checkDetails(details, 'details')
    const { alt, fileName, byteLength } = details
    return { kind, source: toSource(kind, input, byteLength), alt, fileName }
  }
}

function toSource(kind: MediaKind, input: MediaInput, byteLength: number | undefined): MediaSource {
  if (input instanceof URL) return fromUrl(kind, input.href)
  if (typeof input === 'string' && input !== '') {
    return /^(?:https?|file):\/\//i.test(input) ? fromUrl(kind, input) : { path: input }
  }
  if (input instanceof Blob) return { blob: input }
  if (typeof input === 'function') return { open: input, byteLength }
  throw new InvalidInputError({
    code: 'invalid-input',
    message: `${kind}(…) takes a path, a URL, a Blob or a function that opens a stream`,
    path: 'source',
  })
}

/** A `file:` URL is a path in other words; any other is fetched. */
function fromUrl(kind: MediaKind, href: string): MediaSource {
  if (!/^file:/i.test(href)) return { url: href }
  // An encoded slash would name another file than it seems to.
  if (!URL.canParse(href) || new URL(href).host !== '' || /%2f|%5c|%00/i.test(href)) {
    throw new InvalidInputError({ code: 'invalid-input', message: `${kind}(…): not the URL of a file`, path: 'source' })
  }
  return { path: decodeURIComponent(new URL(href).pathname).replace(/^\/(?=[A-Za-z]:)/, '') }
}
