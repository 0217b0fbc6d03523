import {
  aroundOperation,
  type DeletePostOutput,
  definePlugin,
  type HookUse,
  type PostRef,
  pluginRef,
  RejectedError,
  type TuttiError,
} from '@tutti/model'
import { fakeAdapter, virtualClock } from '@tutti/testing'
import { expect, test, vi } from 'vitest'
import { createTutti, memoryStore, timerEngine } from '../src/index.ts'
import { sampleAdapter } from './sample-adapter.ts'

const post: PostRef = { v: 1, kind: 'post', platform: 'sample', id: '1' }

function deferred<T>() {
  let resolve = (_: T): void => {}
  const promise = new Promise<T>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

test('a resolver opens channels when they are used, once for all who ask, and forgets the oldest', async () => {
  const resolved: string[] = []
  const adapter = fakeAdapter()
  const tutti = await createTutti({
    channels: {
      resolve: async (id) => {
        resolved.push(id)
        return id === 'none' ? undefined : adapter.channel({ name: id })
      },
      list: async ({ after = '0', limit }) => {
        expect(limit).toBeGreaterThan(0)
        const ids = ['1', '2', '3'].filter((id) => id > after)
        return ids.slice(0, 2)
      },
    },
    store: memoryStore(),
    maxOpenChannels: 2,
  })
  expect(resolved).toEqual([])
  const [first, same] = await Promise.all([tutti.channel('1'), tutti.channel('1')])
  expect(first).toBe(same)
  await tutti.channel('2')
  expect(await tutti.channel('1')).toBe(first)
  await tutti.channel('3')
  expect(resolved).toEqual(['1', '2', '3'])
  expect(await tutti.channel('1')).toBe(first)
  expect(await tutti.channel('2')).toMatchObject({ id: '2' })
  expect(resolved).toEqual(['1', '2', '3', '2'])
  for (const _ of [1, 2]) await expect(tutti.channel('none')).rejects.toMatchObject({ code: 'unknown-channel' })
  expect(resolved.slice(4)).toEqual(['none', 'none'])
  const listed: string[] = []
  for await (const interaction of tutti.interactions()) listed.push(interaction.channel)
  expect(listed).toEqual([])
  await tutti.close()
})

test('5 000 channels cost nothing until they are used, and stay few', async () => {
  let resolves = 0
  let lists = 0
  const adapter = fakeAdapter()
  const tutti = await createTutti({
    channels: {
      resolve: async (id) => {
        resolves += 1
        return adapter.channel({ name: id })
      },
      list: async () => {
        lists += 1
        return []
      },
    },
    store: memoryStore(),
  })
  expect([resolves, lists]).toEqual([0, 0])
  for (let id = 0; id < 5000; id++) await tutti.channel(String(id))
  for (let id = 4500; id < 5000; id++) await tutti.channel(String(id))
  expect(resolves).toBe(5000)
  await tutti.close()
})

test('a resolver that answers nonsense is named', async () => {
  const tutti = await createTutti({
    channels: { resolve: async () => ({ token: 'canary' }) as never, list: async () => [] },
    store: memoryStore(),
  })
  const error: TuttiError = await tutti.channel('x').catch((caught) => caught)
  expect(error).toMatchObject({ code: 'invalid-options', path: 'channels.resolve' })
  expect(JSON.stringify(error)).not.toContain('canary')
  await tutti.close()
})

test('a client without a store says so once, when somebody can listen', async () => {
  const lines: string[] = []
  const log = { debug: () => {}, info: () => {}, warn: (line: string) => void lines.push(line) }
  const clock = virtualClock()
  const tutti = await createTutti({ channels: {}, log, clock })
  const warnings: string[] = []
  tutti.on('warning.raised', ({ code }) => warnings.push(code))
  await clock.advance(0)
  await clock.advance(60_000)
  expect(warnings).toEqual(['no-store'])
  expect(lines).toHaveLength(1)
  await tutti.close()
  expect(clock.pendingCount).toBe(0)
})

test('close waits for what is under way, ends waits, refuses what is new, and can be called again', async () => {
  const answer = deferred<void>()
  const clock = virtualClock()
  const tutti = await createTutti({
    channels: {
      one: sampleAdapter({
        deletePost: async () => {
          await answer.promise
          return { state: 'deleted', warnings: [], raw: {} }
        },
        fetchPost: (_, context) => context.clock.sleep(1e9, context.signal) as Promise<never>,
      }).channel({ accessToken: 'x' }),
    },
    store: memoryStore(),
    clock,
  })
  const channel = tutti.channel('one')
  const running = channel.deletePost({ post })
  const waiting = channel.fetchPost({ post }).catch((error: unknown) => error)
  await clock.advance(0)
  const closing = tutti.close()
  expect(tutti.close()).toBe(closing)
  expect(await waiting).toMatchObject({ code: 'closed' })
  await expect(channel.deletePost({ post })).rejects.toMatchObject({ code: 'closed', outcome: 'not-sent' })
  await expect(channel.describe()).rejects.toMatchObject({ code: 'closed' })
  await expect(tutti.publish({ text: 'x' })).rejects.toMatchObject({ code: 'closed' })
  await expect(tutti.prepare({ text: 'x' })).rejects.toMatchObject({ code: 'closed' })
  expect(() => tutti.interactions()).toThrow(expect.objectContaining({ code: 'closed' }))
  let closed = false
  closing.then(() => {
    closed = true
  })
  await clock.advance(5000)
  expect(closed).toBe(false)
  answer.resolve()
  expect(await running).toMatchObject({ state: 'deleted' })
  await closing
  expect(clock.pendingCount).toBe(0)
})

test('what does not end in its time is aborted', async () => {
  const clock = virtualClock()
  const hanging = sampleAdapter({
    deletePost: (_, { signal }) =>
      new Promise<DeletePostOutput>((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason)),
      ),
  })
  const tutti = await createTutti({
    channels: { one: hanging.channel({ accessToken: 'x' }) },
    store: memoryStore(),
    clock,
  })
  const running = tutti
    .channel('one')
    .deletePost({ post })
    .catch((error: unknown) => error)
  await clock.advance(0)
  const closing = tutti.close()
  await clock.advance(10_000)
  await closing
  expect(await running).toMatchObject({ code: 'closed', outcome: 'unknown' })
})

test('a client is an async disposable', async () => {
  const close = vi.fn(async () => {})
  const store = { ...memoryStore(), close }
  {
    await using tutti = await createTutti({ channels: {}, store })
    expect(tutti).toBeDefined()
  }
  expect(close).toHaveBeenCalledOnce()
})

const publishWith = async (...hooks: readonly HookUse[]) => {
  const adapter = fakeAdapter()
  const hooking = definePlugin({ ref: pluginRef<object>()('hooking'), hooks, setup: () => ({}) })
  const errors: unknown[] = []
  const tutti = await createTutti({
    channels: { one: adapter.channel({ name: 'one' }) },
    store: memoryStore(),
    plugins: [hooking],
  })
  tutti.on('plugin.error', (event) => errors.push(event))
  const { deliveries } = await tutti.publish({ id: 'p', text: 'Hello' })
  await tutti.close()
  return { delivery: deliveries.one, ledger: adapter.ledger, errors }
}

test('a hook around publishing can’t change what was approved', async () => {
  const { delivery, ledger } = await publishWith(
    aroundOperation.use((around, next) => {
      if (around.operation !== 'publishPost') return next()
      return next({ ...around, input: { ...(around.input as object), part: { text: 'Buy!' } } })
    }),
  )
  expect(ledger.posts).toEqual([])
  expect(delivery.state).not.toBe('published')
  expect(delivery.parts[0]?.error).toMatchObject({ code: 'content-changed' })
})

test('a hook around publishing can’t change it in place either', async () => {
  const { delivery, ledger } = await publishWith(
    aroundOperation.use((around, next) => {
      if (around.operation === 'publishPost') (around.input as { part: { text: string } }).part.text = 'Buy!'
      return next()
    }),
  )
  expect(ledger.posts).toEqual([])
  expect(delivery.state).not.toBe('published')
})

test('what a hook does after publishing changes nothing about it', async () => {
  const { delivery, ledger, errors } = await publishWith(
    aroundOperation.use(async ({ operation }, next) => {
      const answer = await next()
      if (operation === 'publishPost')
        throw new RejectedError({ code: 'forbidden', message: 'no', outcome: 'rejected' })
      return answer
    }),
  )
  expect(ledger.posts).toHaveLength(1)
  expect(delivery.state).toBe('published')
  expect(errors).toHaveLength(1)
})

test('a hook that pretends to have published has not', async () => {
  const { delivery, ledger } = await publishWith(
    aroundOperation.use(({ operation }, next) =>
      operation === 'publishPost' ? { state: 'published', ref: post, warnings: [], raw: {} } : next(),
    ),
  )
  expect(ledger.posts).toEqual([])
  expect(delivery.state).not.toBe('published')
})

test('the timer engine wakes in time, also for times long past, and not after its end', async () => {
  const clock = virtualClock()
  const errors: unknown[] = []
  const engine = timerEngine(clock, (error) => errors.push(error))
  engine.onWake(() => {
    throw new Error('careless')
  })
  const woken: [string, number][] = []
  const start = clock.now()
  const undo = engine.onWake((key) => woken.push([key, clock.now() - start]))
  await engine.wake(start + 100, 'b')
  await engine.wake(start + 100, 'b')
  await engine.wake(start - 5, 'a')
  await engine.wake(start + 300, 'd')
  await clock.advance(200)
  expect(woken).toEqual([
    ['a', 0],
    ['b', 100],
  ])
  expect(errors).toHaveLength(2)
  undo()
  await engine.close()
  expect(clock.pendingCount).toBe(0)
})
