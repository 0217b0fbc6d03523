import { type HttpAnswer, type HttpRequest, TuttiError } from '@tutti/model'
import type { BuiltRequest } from './build-request.ts'
import { abortedError } from './deadline.ts'
import type { HttpOptions } from './http-options.ts'
import { type Refreshing, sendRefreshing } from './send-refreshing.ts'

const firstDelayMs = 500
const repeatableMethods: readonly HttpRequest['method'][] = ['GET', 'PUT', 'DELETE']

/**
 * Tries until it is answered, refused, or no longer right to try. p-retry is only loaded and entered
 * after a first failure that may be repeated: what succeeds at once does not pay for it.
 */
export async function sendRetrying(options: HttpOptions, built: BuiltRequest): Promise<HttpAnswer> {
  const shared: Refreshing = { refreshed: false }
  let answer: HttpAnswer
  try {
    answer = await sendRefreshing(options, built, shared)
  } catch (error) {
    if (!mayRepeat(error, built.request, shared)) {
      throw error
    }
    answer = await retryAfter(error, options, built, shared)
  }
  options.retry.refill()
  return answer
}

async function retryAfter(
  firstError: TuttiError,
  options: HttpOptions,
  built: BuiltRequest,
  shared: Refreshing,
): Promise<HttpAnswer> {
  const { default: pRetry } = await import('p-retry')
  return pRetry(
    (attempt) => {
      if (attempt === 1) {
        throw firstError
      }
      return sendRefreshing(options, built, shared)
    },
    {
      retries: options.retry.maxAttempts - 1,
      minTimeout: 0,
      shouldRetry: ({ error, attemptNumber }) => waitToRetry(error, attemptNumber, options, built.request, shared),
    },
  )
}

/** Waits until the next try is due. False when there shall be none. */
async function waitToRetry(
  error: unknown,
  attempt: number,
  options: HttpOptions,
  request: HttpRequest,
  shared: Refreshing,
): Promise<boolean> {
  const { clock, retry, signal } = options
  if (!mayRepeat(error, request, shared)) {
    return false
  }
  const delayMs = error.retryAfterMs ?? Math.random() * Math.min(retry.maxDelayMs, firstDelayMs * 2 ** attempt)
  if (delayMs > retry.maxDelayMs || !retry.spend(error)) {
    return false
  }
  options.onRetry?.({ attempt, delayMs, error })
  try {
    await clock.sleep(delayMs, signal)
  } catch {
    throw abortedError(error.outcome)
  }
  return true
}

/**
 * What never left, or was turned away for its rate, may be sent again where that can go better. What
 * may have happened only where a second time changes nothing, and a committing request never. A refresh
 * that failed has been tried again on its own account: without it, another try would only be refused, and
 * hide why.
 */
function mayRepeat(error: unknown, request: HttpRequest, { failedWith }: Refreshing): error is TuttiError {
  if (!TuttiError.isInstance(error) || !error.retryable || error === failedWith) {
    return false
  }
  switch (error.code) {
    case 'not-sent':
    case 'rate-limited':
      return error.outcome !== 'unknown' || isRepeatable(request)
    case 'server-error':
    case 'timeout':
    case 'connection-lost':
      return isRepeatable(request)
    default:
      return false
  }
}

function isRepeatable({ commit, repeatable, method }: HttpRequest): boolean {
  return !commit && (repeatable ?? repeatableMethods.includes(method))
}
