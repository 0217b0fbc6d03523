import type { IncomingMessage } from 'node:http'
import { type OutsideAnswer, type OutsideFetchOptions, TransportError, TuttiError } from '@tutti/model'
import { readOrigin } from '../http/origin.ts'
import { refusedUrl, unreachable } from './errors.ts'
import { createGuard } from './guard.ts'
import type { GuardedFetchOptions } from './guarded-fetch.ts'
import { readOutsideAnswer } from './read-outside-answer.ts'
import { requestOnce } from './request-once.ts'

const defaultTimeoutMs = 10_000
const maxRedirects = 5
const redirectStatuses = [301, 302, 303, 307, 308]
const defaultUserAgent = 'tutti'

/** Fetches one URL within the limits of the call and of the guard, see `guardedFetch`. */
export async function fetchOutside(
  url: string,
  options: OutsideFetchOptions,
  guardOptions: GuardedFetchOptions,
): Promise<OutsideAnswer> {
  const guard = createGuard(guardOptions)
  const { signal: callers, timeoutMs = defaultTimeoutMs } = options
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = callers ? AbortSignal.any([timeout, callers]) : timeout
  const headers = { accept: options.accept.join(', '), 'user-agent': guardOptions.userAgent ?? defaultUserAgent }
  let target = guard.checkUrl(url)
  try {
    signal.throwIfAborted()
    for (let redirects = 0; ; redirects += 1) {
      const response = await requestOnce(target, { guard, signal, headers })
      const location = readLocation(response)
      if (location === undefined) {
        return await readOutsideAnswer(response, target, options, signal)
      }
      response.destroy()
      if (redirects === maxRedirects) {
        throw refusedUrl(`it redirects more than ${maxRedirects} times`)
      }
      target = guard.checkUrl(location, target)
    }
  } catch (error) {
    throw explain(error, target, callers, timeoutMs)
  }
}

function readLocation({ statusCode = 0, headers }: IncomingMessage): string | undefined {
  return redirectStatuses.includes(statusCode) ? headers.location : undefined
}

function explain(error: unknown, target: URL, callers: AbortSignal | undefined, timeoutMs: number): TuttiError {
  if (callers?.aborted) {
    return new TransportError({ code: 'aborted', message: 'fetching was aborted by the caller', outcome: 'not-sent' })
  }
  if (TuttiError.isInstance(error)) {
    return error
  }
  const { name, code } = error as NodeJS.ErrnoException
  const place = readOrigin(target.href)
  return name === 'TimeoutError' || name === 'AbortError'
    ? unreachable(`${place} did not answer in full within ${timeoutMs} ms`)
    : unreachable(`${place} can't be reached: ${code ?? 'the connection broke'}`)
}
