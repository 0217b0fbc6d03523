import type { ByteRange } from '@tutti/model'
import { redactUrl } from '../redaction/redact.ts'
import { cutStream } from './byte-range.ts'
import { mediaError } from './media-error.ts'
import { stopIfAborted } from './stop-if-aborted.ts'

/**
 * Opens a URL of the app's own, or a range of it. Its type and length are read from the bytes, not
 * from what its server says. A server that knows no ranges is read from the start.
 * @throws MediaError `media-not-found`; `media-changed` when it ends before the range begins
 */
export async function openUrl(
  url: string,
  place: string,
  signal: AbortSignal | undefined,
  range?: ByteRange,
): Promise<ReadableStream<Uint8Array>> {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw mediaError('media-not-found', 'the URL is not one of http or https', place)
  }
  let response: Response
  try {
    response = await fetch(url, { ...(range && { headers: rangeHeaders(range) }), ...(signal && { signal }) })
  } catch {
    stopIfAborted(signal)
    throw mediaError('media-not-found', `${redactUrl(url)} can't be reached`, place, { retryable: true })
  }
  if (!response.ok || response.body === null) {
    await response.body?.cancel().catch(() => undefined)
    const { status } = response
    if (status === 416) {
      throw mediaError('media-changed', 'the bytes are fewer than those that were prepared', place, { status })
    }
    throw mediaError('media-not-found', `${redactUrl(url)} answers ${status}`, place, { status })
  }
  return range && !isRange(response, range) ? cutStream(response.body, range) : response.body
}

/** Ranges of compressed bytes would be of no use: https://www.rfc-editor.org/rfc/rfc9110#section-14, read 2026-11-25. */
function rangeHeaders({ from = 0, to }: ByteRange): Record<string, string> {
  return { range: `bytes=${from}-${to === undefined ? '' : to - 1}`, 'accept-encoding': 'identity' }
}

/** Whether a server has sent the range that it was asked for: it is free to send everything instead. */
function isRange({ status, headers }: Response, { from = 0 }: ByteRange): boolean {
  return status === 206 && headers.get('content-range')?.startsWith(`bytes ${from}-`) === true
}
