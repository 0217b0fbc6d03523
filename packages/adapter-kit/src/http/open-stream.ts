import { type Clock, PluginError, type StreamAnswer, type StreamRequest, TransportError } from '@tutti/model'
import { buildRequest } from './build-request.ts'
import { abortedError } from './deadline.ts'
import type { HttpOptions } from './http-options.ts'
import { classifyNetworkError } from './network-errors.ts'
import { readOrigin } from './origin.ts'
import { sendRefreshing } from './send-refreshing.ts'

const defaultIdleTimeoutMs = 90_000

/**
 * Opens an answer that goes on and on. Server-sent events are asked for unless `headers` say otherwise.
 * @throws TuttiError as a request does, until the headers are there
 */
export async function openStream(options: HttpOptions, request: StreamRequest): Promise<StreamAnswer> {
  const { idleTimeoutMs = defaultIdleTimeoutMs, method = 'GET', ...stated } = request
  const headers = { accept: 'text/event-stream', 'cache-control': 'no-store', ...stated.headers }
  const built = { ...buildRequest(options, { ...stated, method, headers }), streamed: true }
  const { status, headers: answered, body } = await sendRefreshing(options, built, { refreshed: false })
  if (body === null) {
    return { status, headers: answered, body: new ReadableStream({ start: (controller) => controller.close() }) }
  }
  if (!(body instanceof ReadableStream)) {
    const message = 'a hook around a request answered in the platform’s place, which a stream can’t take'
    throw new PluginError({ code: 'hook-failed', message, outcome: 'not-sent' })
  }
  const { clock, signal } = options
  const place = readOrigin(built.url)
  return { status, headers: answered, body: superviseBody(body, { clock, signal, idleTimeoutMs, place }) }
}

interface Supervision {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly idleTimeoutMs: number
  readonly place: string
}

/** The same bytes, pulled one piece at a time; abort and silence end them, and close the connection. */
function superviseBody(body: ReadableStream<Uint8Array>, supervision: Supervision): ReadableStream<Uint8Array> {
  const { clock, signal, idleTimeoutMs, place } = supervision
  const reader = body.getReader()
  let ended = false
  let fail: (error: TransportError) => void = () => undefined
  const end = () => {
    ended = true
    signal.removeEventListener('abort', abort)
  }
  const closeConnection = () => void reader.cancel().catch(() => undefined)
  const breakOff = (error: TransportError) => {
    if (ended) {
      return
    }
    end()
    fail(error)
    closeConnection()
  }
  const abort = () => breakOff(abortedError('unknown'))

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        fail = (error) => controller.error(error)
        if (signal.aborted) {
          abort()
        } else {
          signal.addEventListener('abort', abort)
        }
      },
      async pull(controller) {
        const cancelTimer = clock.setTimer(idleTimeoutMs, () => breakOff(silence(place, idleTimeoutMs)))
        try {
          const { done, value } = await reader.read()
          if (ended) {
            return
          }
          if (done) {
            end()
            controller.close()
          } else {
            controller.enqueue(value)
          }
        } catch (error) {
          if (!ended) {
            end()
            controller.error(classifyNetworkError(error, place))
          }
        } finally {
          cancelTimer()
        }
      },
      cancel(reason) {
        end()
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

function silence(place: string, idleTimeoutMs: number): TransportError {
  return new TransportError({
    code: 'timeout',
    message: `${place} said nothing for ${idleTimeoutMs} ms`,
    outcome: 'unknown',
    retryable: true,
  })
}
