import {
  createError,
  type HttpAnswer,
  type Outcome,
  type Permit,
  PluginError,
  type RateLimitObservation,
  TuttiError,
} from '@tutti/model'
import { redactHeaders, redactUrl } from '../redaction/redact.ts'
import type { BuiltRequest } from './build-request.ts'
import { abortedError } from './deadline.ts'
import { collectSecrets, exchange, type Try } from './exchange.ts'
import type { HttpOptions } from './http-options.ts'

/** One try: permit, around, exchange. The permit is settled exactly once, whatever happens. */
export async function sendOnce(options: HttpOptions, built: BuiltRequest, state: Try): Promise<HttpAnswer> {
  if (options.signal.aborted) {
    throw abortedError('not-sent')
  }
  const permit = await options.acquire?.(built.request)
  state.isPermitLapsed = permit?.isLapsed
  try {
    if (options.signal.aborted) {
      throw abortedError('not-sent')
    }
    return await (options.around ? surround(options, built, state) : exchange(options, built, state))
  } finally {
    settle(permit, state)
  }
}

function settle(permit: Permit | undefined, state: Try): void {
  const result: { unsent?: boolean; observation?: RateLimitObservation } = {}
  if (!state.answered && state.outcome === 'not-sent') {
    result.unsent = true
  }
  if (state.observation) {
    result.observation = state.observation
  }
  permit?.settle(result)
}

async function surround(options: HttpOptions, built: BuiltRequest, state: Try): Promise<HttpAnswer> {
  const { request } = built
  const secrets = await collectSecrets(options, built, state)
  const visible = {
    method: request.method,
    url: redactUrl(built.url, secrets),
    headers: redactHeaders(built.headers, secrets),
    commit: request.commit ?? false,
  }
  let failure: unknown
  let stream: unknown
  const inner = async () => {
    try {
      const answer = await exchange(options, built, state)
      if (!built.streamed) {
        return answer
      }
      // A stream has one reader, who is none of the hooks.
      stream = answer.body
      return { ...answer, body: undefined }
    } catch (error) {
      failure = error
      throw error
    }
  }
  try {
    const answer = await (options.around as NonNullable<HttpOptions['around']>)(visible, inner)
    return built.streamed ? { ...answer, body: stream } : answer
  } catch (error) {
    if (stream instanceof ReadableStream) {
      void stream.cancel().catch(() => undefined)
    }
    throw error === failure ? error : explainHookError(error, state)
  }
}

/** A hook that throws after the request has left must not make it look unsent: that would invite a repeat. */
function explainHookError(error: unknown, { outcome }: Try): TuttiError {
  if (!TuttiError.isInstance(error)) {
    return new PluginError({ code: 'hook-failed', message: 'a hook around a request threw', outcome, cause: error })
  }
  return error.outcome === outcome ? error : withOutcome(error, outcome)
}

/** The same error with another outcome. */
export function withOutcome(error: TuttiError, outcome: Outcome): TuttiError {
  return createError({ ...error.toJSON(), outcome, cause: error })
}
