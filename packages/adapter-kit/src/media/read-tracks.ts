import type { ByteRange, MediaKind, PreparedMedia } from '@tutti/model'
import { TuttiError } from '@tutti/model'
import { mediaError } from './media-error.ts'
import { isCutOff } from './probe/is-cut-off.ts'
import { probeTracks } from './probe/probe-tracks.ts'
import type { Tracks } from './probe/tracks.ts'
import { readBytes } from './read-bytes.ts'

/** What is known of video and sound beside their bytes. */
export type TrackFacts = Pick<
  PreparedMedia,
  'widthPixels' | 'heightPixels' | 'durationMs' | 'videoCodec' | 'audioCodec' | 'frameRate'
>

/** A file whose bytes were read before, and can be read again in ranges. */
export interface TrackSource {
  readonly kind: MediaKind
  readonly mimeType: string
  readonly byteLength: number
  readonly signal?: AbortSignal | undefined
  readonly open: (range: ByteRange) => Promise<ReadableStream<Uint8Array>>
}

/**
 * Reads what a video or sound file is made of, from as few bytes as its format allows.
 * @throws MediaError `media-unreadable` when it is damaged or was cut off; `media-type-refused` when
 * it has no pictures and is called a video, or no sound and is called audio; TransportError `aborted`
 */
export async function readTracks(source: TrackSource, place: string): Promise<TrackFacts> {
  const { kind, mimeType, byteLength, signal, open } = source
  const read = async (range: ByteRange) => readBytes(await open(range))
  if (await isCutOff(mimeType, byteLength, read)) {
    throw mediaError('media-unreadable', `the ${mimeType} file was cut off`, place)
  }
  let tracks: Tracks
  try {
    tracks = await probeTracks({ open, signal, byteLength, mimeType })
  } catch (cause) {
    throw TuttiError.isInstance(cause)
      ? cause
      : mediaError('media-unreadable', `the ${mimeType} file is damaged: its tracks can't be read`, place, { cause })
  }
  const { hasVideo, hasAudio, durationMs, audioCodec, ...pictures } = tracks
  if (!hasVideo && !hasAudio) {
    throw mediaError('media-unreadable', `neither pictures nor sound can be found in the ${mimeType} file`, place)
  }
  if (kind === 'video' ? !hasVideo : !hasAudio) {
    const what = kind === 'video' ? 'pictures' : 'sound'
    throw mediaError('media-type-refused', `there is no ${what} in it, so it is not of the kind ${kind}`, place)
  }
  return withoutAbsent(kind === 'video' ? { ...pictures, durationMs, audioCodec } : { durationMs, audioCodec })
}

function withoutAbsent(facts: TrackFacts): TrackFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
}
