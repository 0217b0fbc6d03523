import {
  type AccountDescription,
  type Adapter,
  type ByteSource,
  type CallOperation,
  type Credential,
  type HttpRequest,
  type OperationVocabulary,
  type StreamItem,
  type SubscribeInput,
  TuttiError,
} from '@tutti/model'
import { createTestContext } from '../../context/create-test-context.ts'
import type { DescribeAdapterOptions } from './options.ts'

/** Input of an operation. */
export type InputOf<Name extends CallOperation> = Parameters<OperationVocabulary[Name]>[0]

/** Output of an operation. */
export type OutputOf<Name extends CallOperation> = Awaited<ReturnType<OperationVocabulary[Name]>>

/** How one run of an operation ended. */
export interface Attempt<Output = unknown> {
  readonly output?: Output | undefined
  /** What it threw; a `TuttiError` unless the adapter is broken. */
  readonly error?: unknown
  /** The requests as the adapter stated them. */
  readonly stated: readonly HttpRequest[]
  readonly waitingTimers: number
}

/** One connection of a stream, read by hand. */
export interface Listening {
  /** The adapter's next item, or what it throws. */
  next(): Promise<IteratorResult<StreamItem>>
  /** Leaves the stream. */
  stop(): Promise<unknown>
  /** Whether the platform has let it in. */
  readonly isOpen: boolean
  readonly logged: readonly string[]
  readonly stated: readonly HttpRequest[]
  readonly waitingTimers: number
}

/** Runs one adapter's operations against one platform, and remembers all that came out of them. */
export interface Harness {
  readonly options: DescribeAdapterOptions
  readonly adapter: Adapter
  readonly credential: Credential
  readonly description: AccountDescription
  /** The bytes behind sample media, by SHA-256. */
  readonly media: Map<string, ByteSource>
  /** Everything that operations returned, threw and logged so far, as text: no secret may be in it. */
  readonly emitted: readonly { readonly operation: string; readonly text: string; readonly leaks: boolean }[]
  /** The secrets of the present credential. Each test has a new one where the platform has sessions. */
  readonly secrets: ReadonlySet<string>
  start(): Promise<void>
  stop(): Promise<void>
  /** A platform without posts, a credential that works, an account that was described. */
  clear(): Promise<void>
  /** Runs an operation; never throws for what the operation throws. The input passes through JSON first. */
  attempt<Name extends CallOperation>(
    operation: Name,
    input: InputOf<Name>,
    options?: { readonly signal?: AbortSignal; readonly refresh?: boolean },
  ): Promise<Attempt<OutputOf<Name>>>
  /** Opens one connection of a stream, at the first `next`. */
  listen(input: SubscribeInput, options?: { readonly signal?: AbortSignal; readonly refresh?: boolean }): Listening
  /** Runs an operation that must succeed. */
  run<Name extends CallOperation>(operation: Name, input: InputOf<Name>): Promise<OutputOf<Name>>
}

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value))

/** Makes the harness of one suite. Nothing runs before `start`. */
export function createHarness(options: DescribeAdapterOptions): Harness {
  const { platform } = options
  const media = new Map<string, ByteSource>()
  const emitted: { operation: string; text: string; leaks: boolean }[] = []
  let secrets: ReadonlySet<string> = new Set()
  let adapter: Adapter | undefined
  let credential: Credential | undefined
  let description: AccountDescription | undefined
  let baseUrl = ''

  const keep = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('the harness was not started')
    return value
  }
  const useCredential = (next: Credential) => {
    secrets = new Set(Object.values(next.secrets))
    credential = next
  }
  // Looked at once, when it comes: sessions are many, and what they emit is much.
  const emit = (operation: string, text: string) => {
    emitted.push({ operation, text, leaks: [...secrets].some((secret) => text.includes(secret)) })
  }

  const harness: Harness = {
    options,
    media,
    emitted,
    get secrets() {
      return secrets
    },
    get adapter() {
      return keep(adapter)
    },
    get credential() {
      return keep(credential)
    },
    get description() {
      return keep(description)
    },
    async start() {
      baseUrl = await platform.start()
      adapter = options.create(baseUrl)
    },
    stop: () => platform.stop(),
    async clear() {
      await platform.clear()
      useCredential(keep(adapter).channel(options.credential(baseUrl) as never).credential)
      if (harness.adapter.operations.refreshCredential) {
        useCredential(await harness.run('refreshCredential', { credential: harness.credential }))
      }
      const { context } = createTestContext(harness.adapter, harness.credential)
      description = undefined
      description = await context.account.describe()
    },
    async attempt(operation, input, { signal, refresh } = {}) {
      const run = harness.adapter.operations[operation] as OperationVocabulary[typeof operation] | undefined
      if (!run) throw new Error(`the adapter declares no ${operation}`)
      const surroundings = createTestContext(harness.adapter, harness.credential, {
        signal,
        refresh,
        media,
        description: operation === 'describeAccount' ? undefined : description,
      })
      const seen = () => ({ stated: surroundings.stated, waitingTimers: surroundings.waitingTimers })
      try {
        // The vocabulary's functions differ by input; `Name` keeps input and output together.
        const output = await (run as (input: unknown, context: unknown) => Promise<never>)(
          throughJson(input),
          surroundings.context,
        )
        if (operation !== 'refreshCredential') emit(operation, JSON.stringify(output) ?? '')
        return { output, ...seen() }
      } catch (error) {
        emit(operation, printError(error))
        return { error, ...seen() }
      } finally {
        emit(operation, surroundings.logged.join('\n'))
      }
    },
    listen(input, { signal, refresh } = {}) {
      const { subscribe } = harness.adapter.operations
      if (!subscribe) throw new Error('the adapter declares no subscribe')
      const surroundings = createTestContext(harness.adapter, harness.credential, { signal, refresh, description })
      const items = subscribe(throughJson(input), surroundings.context)[Symbol.asyncIterator]()
      return {
        async next() {
          try {
            const next = await items.next()
            emit('subscribe', JSON.stringify(next.value) ?? '')
            return next
          } catch (error) {
            emit('subscribe', printError(error))
            throw error
          } finally {
            emit('subscribe', surroundings.logged.join('\n'))
          }
        },
        stop: async () => items.return?.(),
        get isOpen() {
          return surroundings.openedStreams > 0
        },
        logged: surroundings.logged,
        stated: surroundings.stated,
        get waitingTimers() {
          return surroundings.waitingTimers
        },
      }
    },
    async run<Name extends CallOperation>(operation: Name, input: InputOf<Name>): Promise<OutputOf<Name>> {
      const { output, error } = await harness.attempt(operation, input)
      if (error !== undefined) throw error
      return output as OutputOf<Name>
    },
  }
  return harness
}

/** Everything that an error shows to somebody: message, stack, JSON, and the same of its causes. */
export function printError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const json = TuttiError.isInstance(error) ? JSON.stringify(error) : ''
  return [error.message, error.stack, json, error.cause === undefined ? '' : printError(error.cause)].join('\n')
}
