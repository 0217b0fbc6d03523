import { InvalidInputError, type PermitRequest, RateLimitError, TransportError } from '@tutti/model'

/** The caller's signal ended the wait. */
export function abortedError(signal: AbortSignal | undefined): TransportError {
  return new TransportError({
    code: 'aborted',
    message: 'The wait for a rate limit was aborted.',
    cause: signal?.reason,
  })
}

/** The limiter was closed before or while the call waited. */
export function closedError(): TransportError {
  return new TransportError({ code: 'closed', message: 'The rate limiter is closed.' })
}

/** The limit frees up later than the caller is willing to wait. */
export function waitTooLongError(retryAfterMs: number, maxWaitMs: number): RateLimitError {
  return new RateLimitError({
    code: 'wait-too-long',
    message: `The rate limit frees up in ${Math.ceil(retryAfterMs)} ms, later than the ${maxWaitMs} ms that the call may wait.`,
    retryable: true,
    retryAfterMs: Math.ceil(retryAfterMs),
  })
}

/** No wait would make room for so large a request. */
export function costTooLargeError(cost: number, largestCost: number): InvalidInputError {
  return new InvalidInputError({
    code: 'invalid-input',
    message: `The request costs ${cost}, but its limit never allows more than ${largestCost} at once.`,
    path: 'cost',
    advice: 'Divide the request, or correct its cost or the budget that the adapter declares.',
  })
}

/** @throws InvalidInputError `invalid-input` when the numbers of a permit request can't be used */
export function checkPermitRequest(request: Pick<PermitRequest, 'cost' | 'maxWaitMs'>): void {
  const { cost, maxWaitMs } = request
  if (!Number.isFinite(cost) || cost < 0) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: `The cost of a request is a number from 0 on, not ${cost}.`,
      path: 'cost',
    })
  }
  if (maxWaitMs !== undefined && !(maxWaitMs >= 0)) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: `The longest wait is a number of milliseconds from 0 on, not ${maxWaitMs}.`,
      path: 'maxWaitMs',
    })
  }
}
