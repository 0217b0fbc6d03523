import { InvalidInputError, type MediaSource } from '@tutti/model'
import { mediaError } from './media-error.ts'
import { openUrl } from './open-url.ts'
import { stopIfAborted } from './stop-if-aborted.ts'

/** Where media may be read from. */
export interface MediaAccess {
  readonly signal?: AbortSignal | undefined
  /** The folder that paths must stay in. Absent: any path that the process can read. */
  readonly rootDirectory?: string | undefined
}

/**
 * Opens a source from its first byte.
 * @throws MediaError `media-not-found`, `media-unreadable`
 * @throws InvalidInputError `invalid-input` for what is no source at all
 */
export async function openSource(
  source: MediaSource,
  place: string,
  access: MediaAccess,
): Promise<ReadableStream<Uint8Array>> {
  stopIfAborted(access.signal)
  if ('path' in source && typeof source.path === 'string') {
    const { openPath } = await import('./path.ts')
    return openPath(source.path, place, access)
  }
  if ('url' in source && typeof source.url === 'string') {
    return openUrl(source.url, place, access.signal)
  }
  if ('blob' in source && source.blob instanceof Blob) {
    return source.blob.stream()
  }
  if ('open' in source && typeof source.open === 'function') {
    return openAgain(source.open, place)
  }
  throw new InvalidInputError({
    code: 'invalid-input',
    message: `${place}.source must have a path, a url, a blob or an open function`,
    path: `${place}.source`,
  })
}

/** The app's own function: what it throws is its own, what it returns may be anything. */
async function openAgain(
  open: () => ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>>,
  place: string,
): Promise<ReadableStream<Uint8Array>> {
  let stream: ReadableStream<Uint8Array>
  try {
    stream = await open()
  } catch (cause) {
    throw mediaError('media-not-found', 'its open function threw', place, { cause })
  }
  if (!(stream instanceof ReadableStream) || stream.locked) {
    throw mediaError('media-unreadable', 'its open function must return a fresh ReadableStream each time', place)
  }
  return stream
}
