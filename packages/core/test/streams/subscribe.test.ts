import {
  AuthenticationError,
  interactionReceived,
  type OperationContext,
  PlatformError,
  type StreamItem,
  type SubscribeInput,
  TransportError,
  type TuttiError,
  UnsupportedOperationError,
} from '@tutti/model'
import { virtualClock } from '@tutti/testing'
import { expect, expectTypeOf, onTestFinished, test, vi } from 'vitest'
import { createTutti, definePlugin, pluginRef } from '../../src/index.ts'
import { sampleAdapter } from '../sample-adapter.ts'

const topic = { kind: 'interactions' } as const
const quiet = { debug: () => {}, info: () => {}, warn: () => {} }
const lost = () => new TransportError({ code: 'connection-lost', message: 'lost', outcome: 'unknown', retryable: true })

const item = (id: number): StreamItem => ({
  kind: 'post-deleted',
  cursor: String(id),
  post: { v: 1, kind: 'post', platform: 'sample', id: String(id) },
})

type Connect = (input: SubscribeInput, context: OperationContext, count: number) => AsyncIterable<StreamItem>

async function setUp(connect: Connect) {
  const clock = virtualClock()
  const opened: (string | undefined)[] = []
  const adapter = sampleAdapter({
    subscribe: (input: SubscribeInput, context: OperationContext) => {
      opened.push(input.cursor)
      return connect(input, context, opened.length)
    },
  })
  const seen: string[] = []
  const hook = definePlugin({
    ref: pluginRef<object>()('greeter'),
    setup: () => ({}),
    hooks: [interactionReceived.use((interaction) => ({ ...interaction, text: `${interaction.text}!` }))],
  })
  const tutti = await createTutti({
    channels: { one: adapter.channel({ accessToken: 'x' }) },
    plugins: [hook],
    clock,
    log: quiet,
  })
  tutti.on('stream.connected', ({ channel, resumed }) => seen.push(`connected ${channel} ${resumed}`))
  tutti.on('stream.interrupted', ({ error, resumes, delayMs }) => {
    expect(delayMs).toBeGreaterThanOrEqual(0)
    seen.push(`interrupted ${error?.code} ${resumes}`)
  })
  // The warning that there is no store.
  await clock.advance(0)
  return { tutti, channel: tutti.channel('one'), clock, opened, seen }
}

const idOf = (one: StreamItem) => (one.kind === 'post-deleted' ? one.post.id : one.kind)

/** Advances the clock until a promise has settled. */
async function settle<T>(clock: { advance(byMs: number): Promise<void> }, promise: Promise<T>): Promise<T> {
  let done = false
  const settled = promise.finally(() => {
    done = true
  })
  settled.catch(() => undefined)
  while (!done) await clock.advance(1_000)
  return settled
}

test('goes on behind the last item after a loss, without loss or repeat', async () => {
  const { channel, clock, opened, seen } = await setUp(async function* ({ cursor }, _context, count) {
    for (let id = Number(cursor ?? 0) + 1; id <= 9; id += 1) {
      if (id === count * 3 + 1) throw lost()
      yield item(id)
    }
  })
  const read = async () => {
    const ids: string[] = []
    for await (const one of channel.subscribe({ topic })) {
      ids.push(idOf(one))
      if (ids.length === 9) break
    }
    return ids
  }
  expect(await settle(clock, read())).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9'])
  expect(opened).toEqual([undefined, '3', '6'])
  expect(seen).toEqual([
    'connected one false',
    'interrupted connection-lost true',
    'connected one true',
    'interrupted connection-lost true',
    'connected one true',
  ])
})

test('reads an item only when it is asked for', async () => {
  let read = 0
  const { channel } = await setUp(async function* () {
    for (;;) yield item(++read)
  })
  const items = channel.subscribe({ topic })[Symbol.asyncIterator]()
  expect(read).toBe(0)
  await items.next()
  await new Promise(setImmediate)
  expect(read).toBe(1)
  await items.return?.()
})

test('pauses grow with failures, follow Retry-After, and are short again after a healthy while', async () => {
  const { channel, clock, opened } = await setUp(async function* (_input, context, count) {
    if (count === 6) {
      yield item(1)
      await context.clock.sleep(60_000, context.signal)
    }
    if (count === 7) {
      throw new PlatformError({
        code: 'server-error',
        message: 'busy',
        outcome: 'unknown',
        retryable: true,
        retryAfterMs: 500_000,
      })
    }
    if (count === 8) yield item(2)
    throw lost()
  })
  const startedAt = clock.now()
  const items = channel.subscribe({ topic })[Symbol.asyncIterator]()
  await settle(clock, items.next())
  // Five failures wait 31 s at most.
  expect(clock.now() - startedAt).toBeLessThan(33_000)
  expect(opened).toHaveLength(6)
  const before = clock.now()
  await settle(clock, items.next())
  expect(clock.now() - before).toBeGreaterThanOrEqual(560_000)
  expect(clock.now() - before).toBeLessThan(564_000)
  await items.return?.()
})

test.each([
  ['a refused credential', new AuthenticationError({ code: 'unauthorized', message: 'no', outcome: 'rejected' })],
  ['what is not offered', new UnsupportedOperationError({ code: 'not-offered', message: 'no', outcome: 'rejected' })],
  ['an adapter that fails', new TypeError('x is not a function')],
])('%s ends it', async (_name, problem) => {
  const { channel, opened, clock } = await setUp(async function* () {
    yield item(1)
    throw problem
  })
  const read = async () => {
    for await (const one of channel.subscribe({ topic })) expect(idOf(one)).toBe('1')
  }
  const error: TuttiError = await settle(
    clock,
    read().then(
      () => undefined,
      (caught) => caught,
    ),
  )
  const code = problem instanceof TypeError ? 'malformed-answer' : (problem as TuttiError).code
  expect(error).toMatchObject({ code, channel: 'one', operation: 'subscribe' })
  expect(opened).toHaveLength(1)
  expect(clock.pendingCount).toBe(0)
})

test('abort and leaving end it at once, even where the adapter hears nothing, and its connection is closed', async () => {
  let closed = 0
  const deaf: Connect = (_input, { signal }) => {
    signal.addEventListener('abort', () => {
      closed += 1
    })
    return { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }
  }
  const { channel, tutti } = await setUp(deaf)
  const controller = new AbortController()
  const aborted = channel.subscribe({ topic }, { signal: controller.signal })[Symbol.asyncIterator]().next()
  await new Promise(setImmediate)
  controller.abort()
  expect(await aborted).toMatchObject({ done: true })
  const left = channel.subscribe({ topic })[Symbol.asyncIterator]()
  const next = left.next()
  await new Promise(setImmediate)
  await left.return?.()
  expect(await next).toMatchObject({ done: true })
  const waiting = channel.subscribe({ topic })[Symbol.asyncIterator]().next()
  await new Promise(setImmediate)
  await Promise.all([expect(waiting).rejects.toMatchObject({ code: 'closed' }), tutti.close()])
  expect(closed).toBe(3)
  expect(() => channel.subscribe({ topic })).toThrow(expect.objectContaining({ code: 'closed' }))
})

test('a pause ends with the signal; nothing is left waiting', async () => {
  const { channel, clock, seen } = await setUp(() => {
    throw lost()
  })
  const controller = new AbortController()
  const next = channel.subscribe({ topic }, { signal: controller.signal })[Symbol.asyncIterator]().next()
  await new Promise(setImmediate)
  expect(seen).toEqual(['interrupted connection-lost false'])
  controller.abort()
  expect(await next).toMatchObject({ done: true })
  expect(clock.pendingCount).toBe(0)
})

test('a channel that rests is left to rest', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.1)
  onTestFinished(() => void vi.restoreAllMocks())
  const { channel, clock, opened, seen } = await setUp((_input, _context, count) => {
    if (count <= 10) throw lost()
    return (async function* () {
      yield item(1)
    })()
  })
  const startedAt = clock.now()
  const items = channel.subscribe({ topic })[Symbol.asyncIterator]()
  await settle(clock, items.next())
  await items.return?.()
  expect(opened).toHaveLength(11)
  expect(seen.filter((line) => line.includes('circuit-open')).length).toBeGreaterThan(0)
  expect(clock.now() - startedAt).toBeGreaterThan(30_000)
})

test('interactions have their channel and pass the hook', async () => {
  const { channel } = await setUp(async function* () {
    const ref = { v: 1, kind: 'interaction', platform: 'sample', id: '1' } as const
    const author = { ref: { v: 1, kind: 'profile', platform: 'sample', id: '2' }, handle: 'ada', raw: {} } as const
    const kind = { unified: 'comment', raw: 'reply' } as const
    yield {
      kind: 'interaction',
      interaction: { ref, kind, channel: '?', author, text: 'hello', media: [], createdAt: undefined, raw: {} },
    } as unknown as StreamItem
  })
  for await (const one of channel.subscribe({ topic })) {
    expect(one).toMatchObject({ interaction: { channel: 'one', text: 'hello!' } })
    break
  }
})

test('wrong input is told at once; what the adapter lacks does not compile', async () => {
  const { channel, tutti } = await setUp(async function* () {})
  for (const wrong of [undefined, {}, { topic: {} }, { topic: { kind: 'all' } }, { topic: { kind: 'hashtag' } }]) {
    expect(() => channel.subscribe(wrong as never)).toThrow(expect.objectContaining({ code: 'invalid-input' }))
  }
  expect(() => channel.subscribe({ topic, cursor: '' })).toThrow(expect.objectContaining({ path: 'cursor' }))
  expect(channel.supports('subscribe')).toBe(true)
  const deaf = await createTutti({ channels: { two: sampleAdapter({}).channel({ accessToken: 'x' }) }, log: quiet })
  // @ts-expect-error this adapter declares no subscribe
  expect(() => deaf.channel('two').subscribe({ topic })).toThrow(
    expect.objectContaining({ code: 'unsupported-operation' }),
  )
  expect(deaf.channel('two').supports('subscribe')).toBe(false)
  const unknown = await createTutti({
    channels: { resolve: async () => undefined, list: async () => [] },
    log: quiet,
  })
  const narrow = (some: Awaited<ReturnType<typeof unknown.channel>>) => {
    // @ts-expect-error not before it is narrowed
    some.subscribe
    if (some.supports('subscribe')) expectTypeOf(some.subscribe({ topic })).toEqualTypeOf<AsyncIterable<StreamItem>>()
  }
  expect(narrow).toBeTypeOf('function')
  await Promise.all([tutti.close(), deaf.close(), unknown.close()])
})
