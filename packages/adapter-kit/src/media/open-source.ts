import { InvalidInputError, type MediaSource, TransportError } from '@tutti/model'
import { redactUrl } from '../redaction/redact.ts'
import { mediaError } from './media-error.ts'

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

/** @throws TransportError `aborted` */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new TransportError({
      code: 'aborted',
      message: 'reading media was aborted by the caller',
      outcome: 'not-sent',
    })
  }
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

/** Opens a URL of the app's own. Its type and length are read from the bytes, not from what its server says. */
export async function openUrl(
  url: string,
  place: string,
  signal: AbortSignal | undefined,
): Promise<ReadableStream<Uint8Array>> {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw mediaError('media-not-found', 'the URL is not one of http or https', place)
  }
  let response: Response
  try {
    response = await fetch(url, { ...(signal && { signal }) })
  } catch {
    stopIfAborted(signal)
    throw mediaError('media-not-found', `${redactUrl(url)} can't be reached`, place, { retryable: true })
  }
  if (!response.ok || response.body === null) {
    await response.body?.cancel().catch(() => undefined)
    throw mediaError('media-not-found', `${redactUrl(url)} answers ${response.status}`, place, {
      status: response.status,
    })
  }
  return response.body
}
