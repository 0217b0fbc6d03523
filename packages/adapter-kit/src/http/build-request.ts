import type { ByteSource, HttpRequest } from '@tutti/model'
import { buildUrl } from './build-url.ts'
import type { HttpOptions } from './http-options.ts'
import { buildMultipart } from './multipart.ts'
import { tellProgress } from './tell-progress.ts'

/** A request made ready once and sent as often as needed. */
export interface BuiltRequest {
  readonly request: HttpRequest
  readonly url: string
  /** Without the credential. Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** A body that is plain text, and so can be sent again as it is. */
  readonly text?: string | undefined
  /** Opens a body that is streamed. */
  readonly open?: (() => MaybeStream) | undefined
  /** A successful answer is not read, but handed on open. */
  readonly streamed?: boolean | undefined
}

/** A stream that may still have to be opened. */
export type MaybeStream = ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>>

/** Makes URL, headers and body of a request. No I/O. */
export function buildRequest(options: HttpOptions, request: HttpRequest): BuiltRequest {
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': options.userAgent }
  const body = buildBody(request, headers, options.onUpload?.bind(options))
  for (const name in request.headers) {
    headers[name.toLowerCase()] = request.headers[name] as string
  }
  return { request, url: buildUrl(options.baseUrl, request.url, request.query), headers, ...body }
}

function buildBody(
  request: HttpRequest,
  headers: Record<string, string>,
  onUpload: HttpOptions['onUpload'],
): Pick<BuiltRequest, 'text' | 'open'> {
  if (request.json !== undefined) {
    headers['content-type'] = 'application/json'
    return { text: JSON.stringify(request.json) }
  }
  if (request.form) {
    headers['content-type'] = 'application/x-www-form-urlencoded'
    return { text: new URLSearchParams(request.form).toString() }
  }
  if (request.multipart) {
    const { contentType, byteLength, open } = buildMultipart(request.multipart)
    return stream(headers, contentType, byteLength, tellProgress(open, byteLength, onUpload))
  }
  if (request.body) {
    const source: ByteSource = request.body
    const { mimeType, byteLength } = source
    return stream(
      headers,
      mimeType,
      byteLength,
      tellProgress(() => source.open(), byteLength, onUpload),
    )
  }
  return {}
}

/**
 * A stream is sent with its length: without one it would go out chunked, which some servers refuse,
 * and the Bluesky server leaves a refused chunked upload hanging for a minute and a half.
 */
function stream(
  headers: Record<string, string>,
  contentType: string,
  byteLength: number,
  open: () => MaybeStream,
): Pick<BuiltRequest, 'open'> {
  headers['content-type'] = contentType
  headers['content-length'] = String(byteLength)
  return { open }
}
