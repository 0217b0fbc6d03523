import { InvalidInputError, type PermitRequest, RateLimitError, TransportError } from '@tutti/model'

/** How long a Redis that is away is left alone. */
const retryAfterMs = 5000

/** Redis can't say what the others have sent. Says neither address nor password. */
export function limiterFailed(error: unknown): RateLimitError {
  const { code = '', message = String(error) } = (error ?? {}) as { code?: string; message?: string }
  const text = code === '' ? message : code
  return new RateLimitError({
    code: 'limiter-failed',
    message: `Redis: ${text}`,
    outcome: 'not-sent',
    retryable: true,
    retryAfterMs,
    // ioredis hangs the command and its values on its errors.
    cause: Object.assign(new Error(text), { code }),
  })
}

export function abortedError(signal: AbortSignal | undefined): TransportError {
  return new TransportError({
    code: 'aborted',
    message: 'The wait for a rate limit was aborted.',
    cause: signal?.reason,
  })
}

export function closedError(): TransportError {
  return new TransportError({ code: 'closed', message: 'The rate limiter is closed.' })
}

export function waitTooLongError(delayMs: number, maxWaitMs: number): RateLimitError {
  return new RateLimitError({
    code: 'wait-too-long',
    message: `The rate limit frees up in ${Math.ceil(delayMs)} ms, later than the ${maxWaitMs} ms that the call may wait.`,
    retryable: true,
    retryAfterMs: Math.ceil(delayMs),
  })
}

export function costTooLargeError(cost: number, largestCost: number): InvalidInputError {
  return new InvalidInputError({
    code: 'invalid-input',
    message: `The request costs ${cost}, but its limit never allows more than ${largestCost} at once.`,
    path: 'cost',
    advice: 'Divide the request, or correct its cost or the budget that the adapter declares.',
  })
}

/** @throws InvalidInputError `invalid-input` when the numbers of a permit request can't be used */
export function checkPermitRequest({ cost, maxWaitMs }: Pick<PermitRequest, 'cost' | 'maxWaitMs'>): void {
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
