import { existsSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { audio, document, image, video } from '@tutti/core'
import { InvalidInputError, type Media, MediaError } from '@tutti/model'

const helpers: Readonly<Record<string, typeof image>> = Object.fromEntries([
  ...['.mp4', '.m4v', '.mov', '.webm'].map((extension) => [extension, video]),
  ...['.mp3', '.m4a', '.aac', '.ogg', '.opus', '.flac', '.wav'].map((extension) => [extension, audio]),
  ...['.pdf', '.txt', '.docx', '.pptx'].map((extension) => [extension, document]),
])

/**
 * Reads `--media path` and `--media path:alt`; a later `--alt` belongs to the first medium that has none yet.
 * @throws MediaError `media-not-found`; InvalidInputError `invalid-input` for an alternative text too many
 */
export function readMedia(folder: string, media: readonly string[], alts: readonly string[]): readonly Media[] {
  const given = media.map((entry) => splitEntry(folder, entry))
  const waiting = [...alts]
  const complete = given.map(({ source, alt }) => toMedia(source, alt ?? waiting.shift()))
  if (waiting.length === 0) return complete
  throw new InvalidInputError({ code: 'invalid-input', message: 'there are more --alt than --media', path: 'alt' })
}

interface Entry {
  /** An absolute path or an address. */
  readonly source: string
  readonly alt?: string | undefined
}

/** A path may contain colons itself: the longest beginning that is a file counts. */
function splitEntry(folder: string, entry: string): Entry {
  if (/^https?:\/\//i.test(entry)) return { source: entry }
  for (let end = entry.length; end > 0; end = entry.lastIndexOf(':', end - 1)) {
    const path = resolve(folder, entry.slice(0, end))
    if (end > 0 && existsSync(path)) return { source: path, alt: end < entry.length ? entry.slice(end + 1) : undefined }
  }
  throw new MediaError({ code: 'media-not-found', message: `there is no file ${entry}`, path: 'media' })
}

function toMedia(source: string, alt: string | undefined): Media {
  const extension = extname(URL.canParse(source) ? new URL(source).pathname : source).toLowerCase()
  const make = helpers[extension] ?? image
  return make(source, { alt })
}
