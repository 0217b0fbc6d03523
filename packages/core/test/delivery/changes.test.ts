import {
  type AdapterOperations,
  type EditPostInput,
  guardPost,
  PlatformError,
  type PostInput,
  type PublishPostInput,
  RejectedError,
  TransportError,
} from '@tutti/model'
import { expect, test } from 'vitest'
import { createTutti, definePlugin, memoryStore, pluginRef } from '../../src/index.ts'
import { samplePlatform } from './support/sample-platform.ts'
import { silent } from './support/world.ts'

type Behaviour = 'do' | 'lose-answer' | 'lose-request' | 'reject' | 'not-sent'

const lost = () => new TransportError({ code: 'connection-lost', message: 'lost', outcome: 'unknown' })

/** A platform whose edits and deletions go as the script says; its ledger is the truth. */
async function setUp(script: readonly Behaviour[] = [], without: readonly (keyof AdapterOperations)[] = []) {
  const ledger = new Map<string, string>()
  const requests: string[] = []
  let isReadable = true
  const perform = (request: string, change: () => void) => {
    requests.push(request)
    const behaviour = script[requests.length - 1] ?? 'do'
    if (behaviour === 'not-sent') throw new TransportError({ code: 'not-sent', message: 'no way there' })
    if (behaviour === 'reject') throw new RejectedError({ code: 'forbidden', message: 'no', outcome: 'rejected' })
    if (behaviour !== 'lose-request') change()
    if (behaviour !== 'do') throw lost()
  }
  const answer = { warnings: [], raw: {} }
  const ref = (id: string) => ({ v: 1, kind: 'post', platform: 'sample', id }) as const
  const base = samplePlatform({ limits: { fields: ['firstComment'] } })
  const operations = {
    publishPost: async ({ part }: PublishPostInput) => {
      const id = String(ledger.size + 1)
      ledger.set(id, part.text)
      return { state: 'published', ref: ref(id), ...answer } as const
    },
    editPost: async ({ post, part }: EditPostInput) => {
      perform(`edit ${post.id}`, () => ledger.set(post.id, part.text))
      return { ref: post, ...answer }
    },
    deletePost: async ({ post }: PostInput) => {
      const isThere = ledger.has(post.id)
      perform(`delete ${post.id}`, () => ledger.delete(post.id))
      return { state: isThere ? 'deleted' : 'already-gone', ...answer } as const
    },
    fetchPost: async ({ post }: PostInput) => {
      const text = ledger.get(post.id)
      if (!isReadable || text === undefined) {
        throw new PlatformError({ code: 'server-error', message: 'no answer', outcome: 'unknown' })
      }
      const author = { ref: { v: 1, kind: 'profile', platform: 'sample', id: 'me' }, handle: 'me', raw: {} } as const
      return { ref: post, author, text, media: [], createdAt: 0, counts: {}, raw: {} }
    },
  }
  for (const name of without) delete (operations as AdapterOperations & Record<string, unknown>)[name]
  const adapter = { ...base, operations, channel: base.channel } as unknown as typeof base
  const store = memoryStore()
  const open = () =>
    createTutti({
      channels: { one: { ...base.channel({}), adapter } },
      store,
      log: silent,
      plugins: [
        definePlugin({
          ref: pluginRef<object>()('polite'),
          setup: () => ({}),
          hooks: [
            guardPost.use(({ prepared }) => (prepared.parts[0]?.text.includes('damn') ? { deny: 'rude' } : undefined)),
          ],
        }),
      ],
    })
  const tutti = await open()
  return {
    tutti,
    open,
    ledger,
    requests,
    ref,
    blind: () => {
      isReadable = false
    },
  }
}

const edit = async (world: Awaited<ReturnType<typeof setUp>>, content: { text: string } = { text: 'New' }) => {
  world.ledger.set('1', 'Old')
  return world.tutti.edit({ channel: 'one', post: world.ref('1'), content })
}

test('an edit is prepared, checked and sent once', async () => {
  const world = await setUp()
  expect(await edit(world)).toMatchObject({ state: 'edited', ref: { id: '1' }, issues: [], warnings: [] })
  expect([...world.ledger]).toEqual([['1', 'New']])
  expect(world.requests).toEqual(['edit 1'])
})

test.each([
  ['too long', 'x'.repeat(21), 'text-too-long'],
  ['denied by a guard', 'damn', 'guard-denied'],
])('an edit that is %s is held, and nothing is sent', async (_name, text, code) => {
  const world = await setUp()
  const result = await edit(world, { text })
  expect(result).toMatchObject({ state: 'held', issues: [{ severity: 'error', code }] })
  expect(world.requests).toEqual([])
  expect(world.ledger.get('1')).toBe('Old')
})

test.each([
  [['reject'], 'rejected', 'Old', 1],
  [['not-sent'], 'not-sent', 'Old', 1],
  [['lose-answer'], 'edited', 'New', 1],
  [['lose-request'], 'edited', 'New', 2],
  [['lose-request', 'lose-request'], 'unknown', 'Old', 2],
  [['lose-request', 'reject'], 'unknown', 'Old', 2],
] as const)('an edit that meets %j is %s', async (script, state, text, requests) => {
  const world = await setUp(script)
  const result = await edit(world)
  expect(result.state).toBe(state)
  expect(result.error === undefined).toBe(state === 'edited')
  expect(world.ledger.get('1')).toBe(text)
  expect(world.requests).toHaveLength(requests)
})

test('what can’t be read back is not sent again', async () => {
  const world = await setUp(['lose-answer'])
  world.blind()
  expect(await edit(world)).toMatchObject({ state: 'unknown', error: { code: 'connection-lost' } })
  const without = await setUp(['lose-answer'], ['fetchPost'])
  expect(await edit(without)).toMatchObject({ state: 'unknown' })
  expect([world.requests, without.requests]).toEqual([['edit 1'], ['edit 1']])
})

test('an adapter that can’t edit says so; wrong input is thrown', async () => {
  const world = await setUp([], ['editPost'])
  expect(await edit(world)).toEqual({ state: 'unsupported', issues: [], warnings: [] })
  const { tutti, ref } = world
  const wrong = [
    { channel: 'two', post: ref('1'), content: { text: 'x' } },
    { channel: 'one', post: { ...ref('1'), platform: 'other' }, content: { text: 'x' } },
    { channel: 'one', post: ref('1'), content: { text: '' } },
    { channel: 'one', post: ref('1'), content: { text: 'x', thread: [] } },
    { channel: 'one', post: ref('1') },
    {},
  ]
  for (const request of wrong) {
    await expect(tutti.edit(request as never)).rejects.toMatchObject({
      code: expect.stringMatching(/^(invalid-input|unknown-channel)$/),
    })
  }
  // @ts-expect-error there is no such channel
  void tutti.edit({ channel: 'two', post: ref('1'), content: { text: 'x' } }).catch(() => undefined)
})

const thread = { id: 'p', text: 'One', thread: [{ text: 'Two' }, { text: 'Three' }], firstComment: 'First' }

test('a thread is deleted from its end, its first comment too', async () => {
  const { tutti, ledger, requests } = await setUp()
  await tutti.publish(thread)
  expect(ledger.size).toBe(4)
  const { channels } = await tutti.deletePost('p')
  expect(channels.one).toMatchObject({
    state: 'deleted',
    parts: [{ index: 3 }, { index: 2 }, { index: 1 }, { index: 0 }],
  })
  expect(requests).toEqual(['delete 4', 'delete 3', 'delete 2', 'delete 1'])
  expect(ledger.size).toBe(0)
  expect((await tutti.deletePost('p')).channels.one?.state).toBe('already-gone')
})

test.each([
  [['do', 'reject'], 'failed', ['deleted', 'failed', 'kept', 'kept'], 3],
  [['do', 'not-sent'], 'failed', ['deleted', 'failed', 'kept', 'kept'], 3],
  [['do', 'lose-answer'], 'deleted', ['deleted', 'deleted', 'deleted', 'deleted'], 0],
  [['do', 'lose-request'], 'deleted', ['deleted', 'deleted', 'deleted', 'deleted'], 0],
  [['do', 'lose-request', 'lose-request'], 'unknown', ['deleted', 'unknown', 'kept', 'kept'], 3],
  [['do', 'lose-request', 'reject'], 'unknown', ['deleted', 'unknown', 'kept', 'kept'], 3],
] as const)('a deletion that meets %j is %s, and can be taken up again', async (script, state, states, left) => {
  const { tutti, open, ledger } = await setUp(script)
  await tutti.publish(thread)
  const deletion = (await tutti.deletePost('p')).channels.one
  expect(deletion?.state).toBe(state)
  expect(deletion?.parts.map((part) => part.state)).toEqual(states)
  expect(ledger.size).toBe(left)
  // Another process, after this one has died.
  const later = await open()
  const again = (await later.deletePost('p')).channels.one
  expect(['deleted', 'already-gone']).toContain(again?.state)
  expect(ledger.size).toBe(0)
})

test('what can’t be deleted is live; what is not settled is not touched; what never was is gone', async () => {
  const { tutti: poor, ledger } = await setUp([], ['deletePost'])
  await poor.publish({ id: 'p', text: 'One' })
  expect((await poor.deletePost('p')).channels.one).toEqual({ state: 'unsupported', parts: [] })
  expect(ledger.size).toBe(1)
  await poor.publish({ id: 'held', text: 'damn' })
  expect((await poor.deletePost('held')).channels.one).toEqual({ state: 'already-gone', parts: [] })
  await expect(poor.deletePost('none')).rejects.toMatchObject({ code: 'invalid-input', path: 'postId' })
})

test('a part that may still turn up keeps the post from being told as gone', async () => {
  const adapter = samplePlatform({})
  const hanging = {
    ...adapter,
    operations: { ...adapter.operations, publishPost: async () => Promise.reject(lost()) },
  } as typeof adapter
  const tutti = await createTutti({ channels: { two: { ...adapter.channel({}), adapter: hanging } }, log: silent })
  const { deliveries } = await tutti.publish({ id: 'p', text: 'One' })
  expect(['unknown', 'needs-human']).toContain(deliveries.two.state)
  expect((await tutti.deletePost('p')).channels.two).toMatchObject({
    state: 'unknown',
    parts: [],
    error: { code: 'needs-decision' },
  })
})
