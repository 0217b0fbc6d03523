import {
  type CallOptions,
  type StreamItem,
  type SubscribeInput,
  streamConnected,
  streamInterrupted,
  TuttiError,
} from '@tutti/model'
import { adapterFailure, closedError } from '../../errors/call-errors.ts'
import type { OpenChannel } from '../open-channel.ts'
import { readInteraction } from '../read-output.ts'
import { untilAborted } from '../until-aborted.ts'
import { Backoff } from './backoff.ts'

/**
 * One listener to one stream. Nothing is read that was not asked for. A lost connection is opened again
 * behind the last item that was handed on, until the listener stops or the platform refuses for good.
 */
export class Subscription implements AsyncIterableIterator<StreamItem, void, undefined> {
  readonly #channel: OpenChannel
  readonly #input: SubscribeInput
  readonly #options: CallOptions
  readonly #ending = new AbortController()
  readonly #backoff = new Backoff()
  readonly #items: AsyncGenerator<StreamItem, void, undefined>
  #cursor: string | undefined
  #openedAt: number | undefined

  constructor(channel: OpenChannel, input: SubscribeInput, options: CallOptions) {
    this.#channel = channel
    this.#input = input
    this.#options = options
    this.#cursor = input.cursor
    this.#items = this.#readAll()
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<StreamItem, void>> {
    return this.#items.next()
  }

  /** Ends at once, also while an item is waited for. */
  return(): Promise<IteratorResult<StreamItem, void>> {
    this.#ending.abort()
    return this.#items.return()
  }

  async *#readAll(): AsyncGenerator<StreamItem, void, undefined> {
    const { closing } = this.#channel.surroundings
    const end = (): void => this.#ending.abort()
    const signals = [closing, this.#options.signal].filter((signal) => signal !== undefined)
    for (const signal of signals) signal.addEventListener('abort', end)
    if (signals.some(({ aborted }) => aborted)) end()
    try {
      while (!this.#ending.signal.aborted) yield* this.#readOnce()
    } finally {
      for (const signal of signals) signal.removeEventListener('abort', end)
    }
    if (closing.aborted && !this.#options.signal?.aborted) throw closedError('unknown')
  }

  /** One connection, and the wait for the next. @throws TuttiError that no next connection would mend */
  async *#readOnce(): AsyncGenerator<StreamItem, void, undefined> {
    this.#openedAt = undefined
    let error: TuttiError | undefined
    try {
      yield* this.#readConnection()
    } catch (caught) {
      if (this.#ending.signal.aborted) return
      error = await this.#channel.explain('subscribe', caught, this.#options)
      if (!error.retryable) throw error
    }
    if (!this.#ending.signal.aborted) await this.#wait(error)
  }

  async *#readConnection(): AsyncGenerator<StreamItem, void, undefined> {
    const { signal: ending } = this.#ending
    const connection = new AbortController()
    const disconnect = (): void => connection.abort()
    ending.addEventListener('abort', disconnect)
    let iterator: AsyncIterator<StreamItem> | undefined
    try {
      const input = { ...this.#input, cursor: this.#cursor }
      const options = { ...this.#options, signal: connection.signal }
      const stream = await untilAborted(
        this.#channel.connect(input, options, () => this.#noteOpen()),
        ending,
      )
      iterator = stream[Symbol.asyncIterator]()
      for (;;) {
        const { done, value } = await untilAborted(nextItem(iterator), ending)
        if (done) return
        this.#noteOpen()
        const item = await this.#receive(value)
        this.#cursor = item.cursor ?? this.#cursor
        yield item
      }
    } finally {
      ending.removeEventListener('abort', disconnect)
      // Not waited for: an adapter that hears nobody must not hold its listener.
      iterator?.return?.()?.catch(() => undefined)
      disconnect()
    }
  }

  async #receive(item: StreamItem): Promise<StreamItem> {
    if (item.kind !== 'interaction') return item
    return { ...item, interaction: await readInteraction(this.#channel, item.interaction) }
  }

  #noteOpen(): void {
    if (this.#openedAt !== undefined) return
    const { id, surroundings } = this.#channel
    this.#openedAt = surroundings.clock.now()
    void this.#channel.noteAnswer()
    const resumed = this.#cursor !== undefined
    surroundings.events.emit(streamConnected, { channel: id, topic: this.#input.topic, resumed })
  }

  async #wait(error: TuttiError | undefined): Promise<void> {
    const { id, surroundings } = this.#channel
    const { clock, events } = surroundings
    const delayMs = this.#backoff.next(error, this.#openedAt === undefined ? undefined : clock.now() - this.#openedAt)
    const resumes = this.#cursor !== undefined
    events.emit(streamInterrupted, {
      channel: id,
      topic: this.#input.topic,
      resumes,
      delayMs,
      error: error?.toJSON(),
    })
    await clock.sleep(delayMs, this.#ending.signal).catch(() => undefined)
  }
}

async function nextItem(iterator: AsyncIterator<StreamItem>): Promise<IteratorResult<StreamItem>> {
  try {
    return await iterator.next()
  } catch (error) {
    throw TuttiError.isInstance(error) ? error : adapterFailure('subscribe', error)
  }
}
