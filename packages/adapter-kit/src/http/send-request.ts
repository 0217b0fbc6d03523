import type { HttpAnswer, HttpRequest } from '@tutti/model'
import { buildRequest } from './build-request.ts'
import type { HttpOptions } from './http-options.ts'
import { sendRetrying } from './send-retrying.ts'

/** Builds one request as an adapter states it, and sends it. */
export function sendRequest(options: HttpOptions, request: HttpRequest): Promise<HttpAnswer> {
  return sendRetrying(options, buildRequest(options, request))
}
