import { RejectedError, TransportError } from '@tutti/model'
import { expect, test } from 'vitest'
import { createTestContext, fakeAdapter, sampleImage } from '../src/index.ts'

function setUp() {
  const adapter = fakeAdapter()
  const { context } = createTestContext(adapter, adapter.channel({ name: 'shop' }).credential)
  const part = { text: 'hello', lengths: [], media: [sampleImage('a square').media], platformOptions: {} }
  const input = { part, key: 'key-1', createdAt: 0, staged: { facts: {} } }
  return { ledger: adapter.ledger, operations: adapter.operations, context, input }
}

test('keeps what is published, under its key, and finds it again', async () => {
  const { ledger, operations, context, input } = setUp()
  const published = await operations.publishPost(input, context)
  expect(ledger.posts).toMatchObject([{ text: 'hello', alts: ['a square'] }])
  await expect(operations.publishPost(input, context)).rejects.toSatisfy(RejectedError.isInstance)
  expect(await operations.findPost({ ...input, since: 0, until: 1 }, context)).toEqual({
    matches: [published.ref],
    complete: true,
  })
  expect(ledger.count('publishPost')).toBe(2)
})

test('other people comment and react; comments are answered, hidden and counted', async () => {
  const { ledger, operations, context, input } = setUp()
  const { ref: post } = await operations.publishPost(input, context)
  const interaction = ledger.comment({ post, text: 'lovely' })
  ledger.react({ post })
  await operations.hideInteraction({ interaction }, context)
  const comments = await operations.listComments({ post }, context)
  expect(comments.items).toMatchObject([{ text: 'lovely', state: 'hidden', author: { handle: 'ada' } }])
  await operations.replyToInteraction({ interaction, text: 'thanks', key: 'key-2' }, context)
  expect(ledger.posts.at(-1)).toMatchObject({ text: 'thanks', replyTo: interaction.id })
  const { samples } = await operations.fetchPostMetrics({ posts: [post, { ...post, id: 'none' }] }, context)
  expect(samples).toMatchObject([
    { metric: 'reactions', value: 1 },
    { metric: 'replies', value: 1 },
    { missing: 'subject-gone' },
    { missing: 'subject-gone' },
  ])
})

test('pages end', async () => {
  const { ledger, operations, context, input } = setUp()
  const { ref: post } = await operations.publishPost(input, context)
  for (const text of ['a', 'b', 'c']) ledger.comment({ post, text })
  const first = await operations.listComments({ post, limit: 2 }, context)
  const last = await operations.listComments({ post, limit: 2, cursor: first.nextCursor }, context)
  expect([first, last].map(({ items }) => items.map(({ text }) => text))).toEqual([['a', 'b'], ['c']])
  expect(last.nextCursor).toBeUndefined()
})

test('fails once when told to, and at an aborted signal', async () => {
  const { ledger, operations, context, input } = setUp()
  ledger.failNext('publishPost', new TransportError({ code: 'timeout', message: 'lost', outcome: 'unknown' }))
  await expect(operations.publishPost(input, context)).rejects.toMatchObject({ code: 'timeout' })
  expect(ledger.posts).toEqual([])
  const aborted = { ...context, signal: AbortSignal.abort() }
  await expect(operations.publishPost(input, aborted)).rejects.toMatchObject({ code: 'aborted' })
  await operations.publishPost(input, context)
  expect(ledger.posts).toHaveLength(1)
})
