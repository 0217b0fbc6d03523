/** One event in its place. */
export interface NumberedEvent<Event> {
  /** From 1, without gaps. */
  readonly number: number
  readonly event: Event
}

/** What a platform tells to all who listen, in order: one source for server-sent events and sockets. Keep it in the ledger. */
export interface FakeStream<Event> {
  /** Tells everybody. @returns the event's number */
  push(event: Event): number
  /** The events behind number `after`, those to come when absent; it never ends by itself. */
  read(after?: number): AsyncGenerator<NumberedEvent<Event>, void, undefined>
}

/** Makes an empty stream. */
export function createFakeStream<Event>(): FakeStream<Event> {
  const events: Event[] = []
  let wake: () => void = () => undefined
  let pushed = new Promise<void>((resolve) => {
    wake = resolve
  })
  return {
    push(event) {
      events.push(event)
      wake()
      pushed = new Promise<void>((resolve) => {
        wake = resolve
      })
      return events.length
    },
    read(after = events.length) {
      return (async function* () {
        for (let index = after; ; index += 1) {
          while (index >= events.length) await pushed
          yield { number: index + 1, event: events[index] as Event }
        }
      })()
    },
  }
}

/** A server-sent event as it is written. */
export interface FakeServerSentEvent {
  readonly event?: string | undefined
  readonly id?: string | undefined
  readonly data: string
}

/**
 * The answer of a handler that tells events, each when the client takes it. (msw's own `sse` does not
 * run on Node.)
 */
export function serverSentEvents(events: AsyncIterable<FakeServerSentEvent>): Response {
  const iterator = events[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(write(value)))
      },
      cancel() {
        // Not waited for: a generator that waits for its next event returns when that comes.
        void iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } })
}

function write({ event, id, data }: FakeServerSentEvent): string {
  const lines = data.split('\n').map((line) => `data: ${line}`)
  if (event !== undefined) lines.unshift(`event: ${event}`)
  if (id !== undefined) lines.unshift(`id: ${id}`)
  return `${lines.join('\n')}\n\n`
}
