import type { ByteRange, Media, MediaSource, MediaStore, PreparedMedia } from '@tutti/model'
import type { MeasuredMedia } from './measure.ts'
import { mediaError } from './media-error.ts'
import { openUri } from './open-prepared-media.ts'
import { type MediaAccess, openSource } from './open-source.ts'
import type { TrackFacts } from './read-tracks.ts'

const defaultMaxBytes = 4 * 1024 ** 3

/** What `prepareMedia` needs beside the media. */
export interface PrepareMediaOptions extends MediaAccess {
  /** Takes the bytes of Blobs and streams. Absent: these are refused. */
  readonly mediaStore?: MediaStore | undefined
  /** The place of the attachment in the post, for errors: `media[0]` … `media` when absent. */
  readonly place?: string | undefined
  /** Stops reading beyond so many bytes; 4 GiB when absent. */
  readonly maxBytes?: number | undefined
}

/**
 * Reads an attachment once to its end and answers what is known of it, as pure JSON. Blobs and
 * streams go to the media store; paths and URLs stay where they are and are checked again when sent.
 * @throws MediaError `media-not-found`, `media-unreadable`, `media-type-refused`, `media-too-large`,
 * `media-not-persistable`, `media-changed` (a stream that gives other bytes the second time)
 * @throws InvalidInputError `invalid-input` for what is no source; TransportError `aborted`
 */
export async function prepareMedia(media: Media, options: PrepareMediaOptions): Promise<PreparedMedia> {
  const { kind, source, alt, fileName } = media
  const place = options.place ?? 'media'
  const bytes = await openSource(source, place, options)
  // Hashing and image parsing are loaded with the first attachment.
  const { measure } = await import('./measure.ts')
  const measured = await measure(bytes, place, {
    maxBytes: options.maxBytes ?? defaultMaxBytes,
    signal: options.signal,
  })
  const { sha256, byteLength, type, dimensions } = measured
  if (!type.kinds.includes(kind)) {
    throw mediaError('media-type-refused', `the bytes are ${type.mimeType}, which is not of the kind ${kind}`, place)
  }
  const uri = await keep(source, measured, place, options)
  return {
    kind,
    uri,
    sha256,
    byteLength,
    mimeType: type.mimeType.startsWith('image/') ? type.mimeType : type.mimeType.replace(/^(?:audio|video)/, kind),
    ...dimensions,
    ...(isTimed(type.mimeType) && (await readKept(media, { uri, sha256, byteLength }, type.mimeType, place, options))),
    ...(alt !== undefined && { alt }),
    ...(fileName !== undefined && { fileName }),
  }
}

function isTimed(mimeType: string): boolean {
  return mimeType.startsWith('video/') || mimeType.startsWith('audio/')
}

/** The parser jumps about in the file, so it reads from where the bytes are kept. */
async function readKept(
  { kind }: Media,
  kept: Pick<PreparedMedia, 'uri' | 'sha256' | 'byteLength'>,
  mimeType: string,
  place: string,
  options: PrepareMediaOptions,
): Promise<TrackFacts> {
  const { readTracks } = await import('./read-tracks.ts')
  const open = (range: ByteRange) => openUri(kept, place, options, range)
  return readTracks({ kind, mimeType, byteLength: kept.byteLength, signal: options.signal, open }, place)
}

/** Where the bytes can be found when they are sent. */
async function keep(
  source: MediaSource,
  measured: MeasuredMedia,
  place: string,
  options: PrepareMediaOptions,
): Promise<string> {
  if ('path' in source) {
    const { resolveFileUrl } = await import('./path.ts')
    return resolveFileUrl(source.path, place, options)
  }
  if ('url' in source) {
    return source.url
  }
  if (!options.mediaStore) {
    throw mediaError('media-not-persistable', 'there is no media store to keep a Blob or stream in', place)
  }
  // The name is the hash, so the bytes are read a second time, now that it is known.
  const again = await openSource(source, place, options)
  const { verifyStream } = await import('./verify-stream.ts')
  await options.mediaStore.put(measured.sha256, verifyStream(again, measured, place))
  return `media:${measured.sha256}`
}
