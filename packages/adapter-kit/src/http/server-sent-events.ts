import { PlatformError } from '@tutti/model'

/** One server-sent event. */
export interface ServerSentEvent {
  /** Its type; `undefined` where the server names none, which means `message`. */
  readonly event?: string | undefined
  readonly id?: string | undefined
  readonly data: string
}

/** Options of `readServerSentEvents`. */
export interface ServerSentEventOptions {
  /** A longer event ends the stream with `malformed-answer`; 1 MiB of characters when absent. */
  readonly maxEventLength?: number | undefined
}

const defaultMaxEventLength = 1024 * 1024

/**
 * The events of a stream, as they are asked for. Comments are left out. Leaving the loop closes the
 * connection. What the stream itself fails with is thrown on.
 * @throws PlatformError `malformed-answer` for an event that is too long
 */
export async function* readServerSentEvents(
  stream: ReadableStream<Uint8Array>,
  { maxEventLength = defaultMaxEventLength }: ServerSentEventOptions = {},
): AsyncGenerator<ServerSentEvent, void, undefined> {
  const { createParser } = await import('eventsource-parser')
  let events: ServerSentEvent[] = []
  let isTooLong = false
  const parser = createParser({
    maxBufferSize: maxEventLength,
    onEvent: (event) => void events.push(event),
    onError: ({ type }) => {
      isTooLong ||= type === 'max-buffer-size-exceeded'
    },
  })
  const decoder = new TextDecoder()
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) {
        return
      }
      parser.feed(decoder.decode(value, { stream: true }))
      yield* events
      events = []
      if (isTooLong) {
        throw tooLong(maxEventLength)
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function tooLong(maxEventLength: number): PlatformError {
  const message = `the server sent an event of more than ${maxEventLength} characters`
  return new PlatformError({ code: 'malformed-answer', message, outcome: 'unknown' })
}
