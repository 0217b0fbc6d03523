import {
  type AdapterOperations,
  aroundOperation,
  aroundRequest,
  definePlugin,
  guardReply,
  type HookUse,
  interactionReceived,
  metricsCollected,
  type OperationContext,
  operationFailed,
  type PostRef,
  pluginRef,
  RejectedError,
  type TuttiError,
} from '@tutti/model'
import { fakeAdapter, virtualClock } from '@tutti/testing'
import { expect, test, vi } from 'vitest'
import { connect } from '../src/connect.ts'
import { createTutti, memoryStore } from '../src/index.ts'
import { answerJson, serveLoopback } from './loopback.ts'
import { sampleAdapter } from './sample-adapter.ts'

const post: PostRef = { v: 1, kind: 'post', platform: 'sample', id: '1' }
const acknowledged = { warnings: [], raw: {} }

const using = (...hooks: readonly HookUse[]) =>
  definePlugin({ ref: pluginRef<object>()('tester'), hooks, setup: () => ({}) })

const openWith = <const Operations extends AdapterOperations>(operations: Operations, ...hooks: readonly HookUse[]) =>
  createTutti({
    channels: { one: sampleAdapter(operations).channel({ accessToken: 'canary-token' }) },
    store: memoryStore(),
    plugins: [using(...hooks)],
  })

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = []
  for await (const item of items) collected.push(item)
  return collected
}

const failureOf = (promise: Promise<unknown>): Promise<TuttiError> =>
  promise.then(
    () => expect.unreachable('it did not fail'),
    (error: TuttiError) => error,
  )

test('a channel has what its adapter declares; its operations can be taken off it', async () => {
  const tutti = await openWith({ deletePost: async () => ({ state: 'deleted', ...acknowledged }) })
  const channel = tutti.channel('one')
  expect(tutti.channel('one')).toBe(channel)
  expect([channel.id, channel.platform, channel.limits.text[0]?.maximum]).toEqual(['one', 'sample', 100])
  const { deletePost } = channel
  expect(await deletePost({ post })).toMatchObject({ state: 'deleted' })
  await tutti.close()
})

test('what the adapter lacks, and what core drives itself, is unsupported', async () => {
  const tutti = await openWith({
    publishPost: async () => ({ state: 'published', ref: post, ...acknowledged }),
    refreshCredential: async ({ credential }) => credential,
  })
  const channel = tutti.channel('one') as unknown as Record<string, (input: unknown) => Promise<unknown>> & {
    supports(name: string): boolean
  }
  for (const name of ['fetchAudience', 'publishPost', 'refreshCredential', 'constructor', 'nonsense']) {
    expect(channel.supports(name)).toBe(false)
  }
  expect(channel.publishPost).toBeUndefined()
  const error = await failureOf(channel.fetchAudience?.({}) as Promise<unknown>)
  expect(error).toMatchObject({
    code: 'unsupported-operation',
    platform: 'sample',
    operation: 'fetchAudience',
    outcome: 'not-sent',
  })
  await tutti.close()
})

test('an error says where it happened, and operationFailed is told of it', async () => {
  const told: unknown[] = []
  const rejected = new RejectedError({ code: 'forbidden', message: 'no', outcome: 'rejected' })
  const tutti = await openWith(
    {
      deletePost: async () => {
        throw rejected
      },
    },
    operationFailed.use((input) => void told.push(input)),
  )
  const error = await failureOf(tutti.channel('one').deletePost({ post }))
  expect(error).toBe(rejected)
  expect(error).toMatchObject({ platform: 'sample', operation: 'deletePost', channel: 'one' })
  expect(told).toEqual([{ channel: 'one', operation: 'deletePost', error }])
  await tutti.close()
})

test('an adapter that breaks leaves the outcome open, and its text out', async () => {
  const tutti = await openWith({
    deletePost: async () => {
      throw new TypeError('cannot read canary-token')
    },
  })
  const error = await failureOf(tutti.channel('one').deletePost({ post }))
  expect(error).toMatchObject({ code: 'malformed-answer', outcome: 'unknown', cause: expect.any(TypeError) })
  expect(JSON.stringify(error)).not.toContain('canary')
  await tutti.close()
})

test('aroundOperation changes inputs and answers of what is not publishing', async () => {
  const tutti = await openWith(
    { deletePost: async ({ post: { id } }) => ({ state: 'deleted', warnings: [], raw: id }) },
    aroundOperation.use(async (input, next) => {
      const answer = await next({ ...input, input: { post: { ...post, id: '2' } } })
      return { ...(answer as object), state: 'already-gone' }
    }),
  )
  expect(await tutti.channel('one').deletePost({ post })).toEqual({ state: 'already-gone', warnings: [], raw: '2' })
  await tutti.close()
})

test('a hook around an operation that throws something foreign leaves the outcome open', async () => {
  const tutti = await openWith(
    { deletePost: async () => ({ state: 'deleted', ...acknowledged }) },
    aroundOperation.use(async (_, next) => {
      await next()
      throw new Error('canary-token')
    }),
  )
  const error = await failureOf(tutti.channel('one').deletePost({ post }))
  expect(error).toMatchObject({ code: 'hook-failed', outcome: 'unknown' })
  await tutti.close()
})

test('a reply passes guardReply as it will be sent, and gets a key', async () => {
  const interaction = { v: 1, kind: 'interaction', platform: 'sample', id: '7' } as const
  const sent: unknown[] = []
  const tutti = await openWith(
    {
      replyToInteraction: async ({ text, key }) => {
        sent.push([text, key])
        return { ref: post, ...acknowledged }
      },
    },
    guardReply.use(({ text }) => (text.includes('fool') ? { deny: 'be kind' } : undefined)),
    aroundOperation.use((input, next) => {
      const reply = input.input as { text: string }
      return next({ ...input, input: { ...reply, text: reply.text.replace('SWEAR', 'fool') } })
    }),
  )
  const channel = tutti.channel('one')
  expect(await failureOf(channel.replyToInteraction({ interaction, text: 'You SWEAR' }))).toMatchObject({
    code: 'guard-denied',
    outcome: 'not-sent',
    message: expect.stringContaining('be kind'),
  })
  await channel.replyToInteraction({ interaction, text: 'Thanks', key: 'mine' })
  await channel.replyToInteraction({ interaction, text: 'Thanks' })
  expect(sent).toEqual([
    ['Thanks', 'mine'],
    ['Thanks', expect.stringMatching(/^[0-9a-f-]{36}$/)],
  ])
  await tutti.close()
})

test('interactions get their channel and pass interactionReceived, wherever they are read', async () => {
  const adapter = fakeAdapter()
  const standing = adapter.ledger.post({ text: 'A cake' })
  adapter.ledger.comment({ post: standing, text: 'Yum' })
  const hook = interactionReceived.use(async (interaction) => ({ ...interaction, text: `${interaction.text}!` }))
  const tutti = await createTutti({
    channels: { one: adapter.channel({ name: 'one' }) },
    store: memoryStore(),
    plugins: [using(hook)],
  })
  const comments = await tutti.channel('one').listComments({ post: standing })
  const interactions = await collect(tutti.interactions({ kinds: ['comment'] }))
  expect(comments.items).toMatchObject([{ channel: 'one', text: 'Yum!' }])
  expect(interactions).toMatchObject([{ channel: 'one', text: 'Yum!' }])
  expect(await collect(tutti.interactions({ kinds: ['follow'] }))).toEqual([])
  await tutti.close()
})

test('a channel that fails keeps nobody from reading the others', async () => {
  const broken = sampleAdapter({
    listInteractions: async () => {
      throw new RejectedError({ code: 'forbidden', message: 'no' })
    },
  })
  const working = fakeAdapter()
  working.ledger.comment({ post: working.ledger.post({ text: 'x' }), text: 'Yum' })
  const tutti = await createTutti({
    channels: {
      silent: sampleAdapter({}).channel({ accessToken: 'x' }),
      broken: broken.channel({ accessToken: 'x' }),
      working: working.channel({ name: 'x' }),
    },
    store: memoryStore(),
  })
  const read: string[] = []
  const reading = (async () => {
    for await (const { text } of tutti.interactions()) read.push(text)
  })()
  await expect(reading).rejects.toMatchObject({ code: 'forbidden', channel: 'broken' })
  expect(read).toContain('Yum')
  await tutti.close()
})

test('samples pass metricsCollected', async () => {
  const tutti = await openWith(
    { fetchPostMetrics: async () => ({ samples: [], warnings: [] }) },
    metricsCollected.use(({ channel }) => ({ channel, samples: [{ metric: 'views' } as never] })),
  )
  expect((await tutti.channel('one').fetchPostMetrics({ posts: [post] })).samples).toEqual([{ metric: 'views' }])
  await tutti.close()
})

test('a description is read once for all who ask, remembered for a while, and not when it failed', async () => {
  const clock = virtualClock()
  let reads = 0
  let fails = true
  const adapter = sampleAdapter({
    describeAccount: async (_, context) => {
      reads += 1
      if (fails) throw new RejectedError({ code: 'forbidden', message: 'no' })
      const { limits, guarantees } = adapter as never as { limits: never; guarantees: never }
      const profile = { ref: { v: 1, kind: 'profile', platform: 'sample', id: 'me' }, handle: 'me', raw: {} } as const
      return { profile, limits, guarantees, operations: [], facts: { channel: context.channel } }
    },
  })
  const tutti = await createTutti({
    channels: { one: adapter.channel({ accessToken: 'x' }) },
    store: memoryStore(),
    clock,
  })
  const channel = tutti.channel('one')
  await expect(channel.describe()).rejects.toMatchObject({ code: 'forbidden' })
  fails = false
  const aborted = channel.describe({ signal: AbortSignal.abort() })
  const described = await Promise.all([channel.describe(), channel.describe()])
  await expect(aborted).rejects.toMatchObject({ code: 'aborted' })
  expect(described[0]).toBe(described[1])
  expect(described[0].facts).toEqual({ channel: 'one' })
  expect(reads).toBe(2)
  await clock.advance(15 * 60_000)
  await channel.describe()
  expect(reads).toBe(3)
  await tutti.close()
})

test('without describeAccount the declaration is the description', async () => {
  const tutti = await openWith({ deletePost: async () => ({ state: 'deleted', ...acknowledged }) })
  expect(await tutti.channel('one').describe()).toMatchObject({
    operations: ['deletePost'],
    profile: { handle: 'one' },
    limits: { maxMedia: 0 },
  })
  await tutti.close()
})

const fetchThing = async (_: unknown, { http }: OperationContext) => {
  const { body } = await http.request({ method: 'GET', url: '/thing?access_token=canary-token', bucket: 'all' })
  return { state: 'deleted', warnings: [], raw: body } as const
}

test('requests are authorized, limited, retried, watched without their secrets, and told of', async () => {
  let answers = 0
  await using server = await serveLoopback((_, response) => {
    answers += 1
    if (answers === 1) answerJson(response, 503, {})
    else answerJson(response, 200, { thing: answers })
  })
  const watched: unknown[] = []
  const acquire = vi.fn(() => ({ waitedMs: 0, settle: () => {} }))
  const adapter = sampleAdapter({ deletePost: fetchThing }, server.url)
  const tutti = await createTutti({
    channels: { one: adapter.channel({ accessToken: 'canary-token' }) },
    store: memoryStore(),
    rateLimiter: { acquire, forecast: () => 0, close: () => {} },
    plugins: [
      using(
        aroundRequest.use((request, next) => {
          watched.push(request)
          return next()
        }),
      ),
    ],
  })
  const retried: unknown[] = []
  tutti.on('request.retried', (event) => retried.push(event))
  expect((await tutti.channel('one').deletePost({ post }, { priority: 'backfill', maxWaitMs: 5 })).raw).toEqual({
    thing: 2,
  })
  expect(server.requests.map(({ authorization }) => authorization)).toEqual([
    'Bearer canary-token',
    'Bearer canary-token',
  ])
  expect(acquire).toHaveBeenCalledTimes(2)
  expect(acquire).toHaveBeenCalledWith(
    expect.objectContaining({ owner: 'one', priority: 'backfill', maxWaitMs: 5, cost: 1 }),
  )
  expect(watched).toHaveLength(2)
  expect(watched[0]).toMatchObject({ channel: 'one', platform: 'sample', operation: 'deletePost', method: 'GET' })
  expect(retried).toMatchObject([{ channel: 'one', operation: 'deletePost', attempt: 1, error: { status: 503 } }])
  expect(JSON.stringify([watched, retried])).not.toContain('canary-token')
  await tutti.close()
})

test('a 429 is told of, with its bucket and its time', async () => {
  await using server = await serveLoopback((_, response) => {
    answerJson(response, 429, {}, { 'retry-after': '3600' })
  })
  const adapter = sampleAdapter({ deletePost: fetchThing }, server.url)
  const tutti = await createTutti({ channels: { one: adapter.channel({ accessToken: 'x' }) }, store: memoryStore() })
  const hits: unknown[] = []
  tutti.on('rate-limit.hit', (event) => hits.push(event))
  const error = await failureOf(tutti.channel('one').deletePost({ post }))
  expect(error).toMatchObject({ code: 'rate-limited', retryAfterMs: 3_600_000 })
  expect(hits).toEqual([{ channel: 'one', operation: 'deletePost', bucket: 'all', retryAfterMs: 3_600_000 }])
  expect(server.requests).toHaveLength(1)
  // The limit is known now: the next one does not even ask.
  expect(await failureOf(tutti.channel('one').deletePost({ post }))).toMatchObject({ code: 'wait-too-long' })
  expect(server.requests).toHaveLength(1)
  await tutti.close()
})

test('one channel can stand alone', async () => {
  await using server = await serveLoopback((_, response) => answerJson(response, 200, { hello: 1 }))
  const fedi = connect(sampleAdapter({ deletePost: fetchThing }, server.url).channel({ accessToken: 'x' }))
  expect(fedi.id).toBe('sample')
  expect((await fedi.deletePost({ post })).raw).toEqual({ hello: 1 })
  await fedi.close()
  await expect(fedi.deletePost({ post })).rejects.toMatchObject({ code: 'closed', outcome: 'not-sent' })
})

test('an aborted call ends at once, and says whether anything may have happened', async () => {
  await using server = await serveLoopback(() => {})
  const adapter = sampleAdapter({ deletePost: fetchThing }, server.url)
  const tutti = await createTutti({ channels: { one: adapter.channel({ accessToken: 'x' }) }, store: memoryStore() })
  const before = await failureOf(tutti.channel('one').deletePost({ post }, { signal: AbortSignal.abort() }))
  expect(before).toMatchObject({ code: 'aborted', outcome: 'not-sent' })
  expect(server.requests).toHaveLength(0)
  const controller = new AbortController()
  const running = failureOf(tutti.channel('one').deletePost({ post }, { signal: controller.signal }))
  await vi.waitFor(() => expect(server.requests).toHaveLength(1))
  controller.abort()
  expect(await running).toMatchObject({ code: 'aborted', outcome: 'unknown' })
  await tutti.close()
})
