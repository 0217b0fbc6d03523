import type { InteractionRef } from '@tutti/model'
import { fakeBluesky } from '@tutti/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contextOf, operations } from './support/fake-channel.ts'

const fake = fakeBluesky()

beforeAll(() => fake.start())
beforeEach(() => fake.clear())
afterAll(() => fake.stop())

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )
const asInteraction = (ref: { readonly id: string }): InteractionRef => ({
  v: 1,
  kind: 'interaction',
  platform: 'bluesky',
  id: ref.id,
})
const recordsIn = (collection: string) =>
  [...fake.platform.ledger.records.values()].filter((record) => record.collection === collection)
const writes = () => fake.platform.requests.filter(({ path }) => /(create|put|delete)Record$/.test(path))

describe('hiding', () => {
  test('keeps what else the thread gate says', async () => {
    const context = await contextOf(fake)
    const post = fake.post('alice.test', 'mine')
    const comment = fake.post('bob.test', 'rude', post)
    const { did, rkey } = recordsIn('app.bsky.feed.post')[0] ?? { did: '', rkey: '' }
    const gate = { $type: 'app.bsky.feed.threadgate', post: post.id, createdAt: '2026-01-01T00:00:00.000Z', allow: [] }
    const uri = `at://${did}/app.bsky.feed.threadgate/${rkey}`
    fake.platform.ledger.records.set(uri, {
      uri,
      did,
      collection: gate.$type,
      rkey,
      cid: 'bafyreigate',
      value: gate,
      writtenAt: 0,
    })

    await operations.hideInteraction({ interaction: asInteraction(comment) }, context)
    expect(recordsIn('app.bsky.feed.threadgate').map(({ value }) => value)).toEqual([
      { ...gate, hiddenReplies: [comment.id] },
    ])
    await operations.unhideInteraction({ interaction: asInteraction(comment) }, context)
    expect(recordsIn('app.bsky.feed.threadgate').map(({ value }) => value)).toEqual([{ ...gate, hiddenReplies: [] }])
  })

  test('what is hidden, or was never, writes nothing', async () => {
    const context = await contextOf(fake)
    const comment = asInteraction(fake.post('bob.test', 'rude', fake.post('alice.test', 'mine')))
    await operations.unhideInteraction({ interaction: comment }, context)
    expect(writes()).toHaveLength(0)
    await operations.hideInteraction({ interaction: comment }, context)
    await operations.hideInteraction({ interaction: comment }, context)
    expect(writes()).toHaveLength(1)
  })

  test('does not overwrite what somebody else has changed meanwhile', async () => {
    const context = await contextOf(fake)
    const post = fake.post('alice.test', 'mine')
    const [first, second] = [fake.post('bob.test', 'rude', post), fake.post('bob.test', 'ruder', post)]
    const hideOther = async () =>
      void (await operations.hideInteraction({ interaction: asInteraction(second) }, await contextOf(fake)))
    const isPut = ({ path }: { path: string }) => path.endsWith('putRecord')
    fake.platform.faults.add({ kind: 'pause', beforeCommit: hideOther }, { on: isPut })
    const error = await failure(operations.hideInteraction({ interaction: asInteraction(first) }, context))
    expect(error).toMatchObject({ code: 'conflict', outcome: 'rejected' })
    expect(fake.isHidden?.(asInteraction(second))).toBe(true)
  })

  test('is for replies in threads of one’s own', async () => {
    const context = await contextOf(fake)
    const theirs = fake.post('bob.test', 'theirs')
    const reply = fake.post('carol.test', 'a reply', theirs)
    const hide = (ref: { readonly id: string }) =>
      failure(operations.hideInteraction({ interaction: asInteraction(ref) }, context))
    expect(await hide(reply)).toMatchObject({ code: 'forbidden', outcome: 'not-sent' })
    expect(await hide(theirs)).toMatchObject({ code: 'invalid-input', path: 'interaction.id' })
    expect(await hide({ id: 'at://did:plc:bob/app.bsky.feed.like/3n2ullciwnd2b' })).toMatchObject({
      code: 'invalid-input',
    })
    expect(writes()).toHaveLength(0)
  })
})

describe('comments', () => {
  test('of comments are replies, and the hidden ones say so', async () => {
    const context = await contextOf(fake)
    const post = fake.post('alice.test', 'mine')
    const rude = fake.post('bob.test', 'rude', post)
    fake.post('carol.test', 'indeed', rude)
    await operations.hideInteraction({ interaction: asInteraction(rude) }, context)
    const { items, warnings } = await operations.listComments({ post }, context)
    expect(items.map(({ text, kind, state }) => [text, kind.unified, state])).toEqual([
      ['rude', 'comment', 'hidden'],
      ['indeed', 'reply', 'visible'],
    ])
    expect(items[1]).toMatchObject({ post: { id: post.id }, parent: { id: rude.id } })
    expect(warnings).toEqual([])
  })

  test('are read on from where a page ended, also when that comment was deleted meanwhile', async () => {
    const context = await contextOf(fake)
    const post = fake.post('alice.test', 'mine')
    for (let number = 1; number <= 5; number += 1) {
      fake.post('bob.test', `comment ${number}`, post)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    const first = await operations.listComments({ post, limit: 2 }, context)
    fake.platform.ledger.records.delete(first.items[1]?.ref.id ?? '')
    const second = await operations.listComments({ post, limit: 2, cursor: first.nextCursor }, context)
    const third = await operations.listComments({ post, limit: 2, cursor: second.nextCursor }, context)
    expect([...second.items, ...third.items].map(({ text }) => text)).toEqual(['comment 3', 'comment 4', 'comment 5'])
    expect(third.nextCursor).toBeUndefined()
    const error = await failure(operations.listComments({ post, cursor: 'comments:elsewhere' }, context))
    expect(error).toMatchObject({ code: 'invalid-input', path: 'cursor' })
  })

  test('that were answered are answered once per key', async () => {
    const context = await contextOf(fake)
    const comment = asInteraction(fake.post('bob.test', 'why?', fake.post('alice.test', 'mine')))
    const answer = (text: string) =>
      operations.replyToInteraction({ interaction: comment, text, key: 'my key' }, context)
    const first = await answer('because')
    expect((await answer('because')).ref.id).toBe(first.ref.id)
    expect(await failure(answer('another text under the same key'))).toMatchObject({ outcome: 'unknown' })
    expect((await fake.standingPosts()).map(({ text }) => text)).toEqual(['mine', 'because'])
  })
})

describe('interactions', () => {
  test('of kinds that Bluesky has none of are asked of nobody', async () => {
    const context = await contextOf(fake)
    expect(await operations.listInteractions({ kinds: ['review', 'message'] }, context)).toEqual({
      items: [],
      warnings: [],
    })
    expect(fake.platform.requests).toEqual([])
  })

  test('comments and replies are told apart', async () => {
    const context = await contextOf(fake)
    const post = fake.post('alice.test', 'mine')
    fake.post('bob.test', 'a reply', fake.post('alice.test', 'my own comment', post))
    fake.post('bob.test', 'a comment', post)
    const texts = async (kind: 'comment' | 'reply') =>
      (await operations.listInteractions({ kinds: [kind] }, context)).items.map(({ text }) => text)
    expect(await texts('comment')).toEqual(['a comment'])
    expect(await texts('reply')).toEqual(['a reply'])
  })
})

describe('likes, reposts and blocks', () => {
  test('are made once, and taking back what is not there does nothing', async () => {
    const context = await contextOf(fake)
    const post = fake.post('bob.test', 'theirs')
    const profile = await fake.otherProfile()
    await operations.reactToPost({ post }, context)
    await operations.reactToPost({ post }, context)
    await operations.repostPost({ post }, context)
    await operations.blockProfile({ profile }, context)
    await operations.blockProfile({ profile }, context)
    expect(writes()).toHaveLength(3)
    await operations.unreactToPost({ post }, context)
    await operations.unreactToPost({ post }, context)
    await operations.unrepostPost({ post }, context)
    await operations.unblockProfile({ profile }, context)
    await operations.unblockProfile({ profile }, context)
    expect(writes()).toHaveLength(6)
    expect([...fake.platform.ledger.records.values()].map(({ uri }) => uri)).toEqual([post.id])
  })

  test('a repost in a feed is marked with who made it', async () => {
    const context = await contextOf(fake)
    await operations.repostPost({ post: fake.post('bob.test', 'theirs') }, context)
    const { items } = await operations.listPosts({}, context)
    expect(items).toMatchObject([
      { text: 'theirs', author: { handle: 'bob.test' }, repostedBy: { handle: 'alice.test' } },
    ])
  })
})

describe('an AppView that lags behind', () => {
  const late = fakeBluesky({ appViewDelayMs: 60_000 })
  beforeAll(() => late.start())
  afterAll(() => late.stop())

  test('does not make one’s own post look gone', async () => {
    const context = await contextOf(late)
    const post = late.post('alice.test', 'just now')
    expect(await operations.fetchPost({ post }, context)).toMatchObject({ text: 'just now', counts: {} })
    const { samples } = await operations.fetchPostMetrics({ posts: [post, late.missing.post] }, context)
    const reasons = samples.map(({ subject, missing }) => `${subject.id === post.id ? 'own' : 'gone'} ${missing}`)
    expect(new Set(reasons)).toEqual(new Set(['own subject-unseen', 'gone subject-gone']))
  })

  test('does not hide a like from being taken back', async () => {
    const context = await contextOf(late)
    const post = late.post('bob.test', 'just now')
    await operations.reactToPost({ post }, context)
    await operations.unreactToPost({ post }, context)
    expect([...late.platform.ledger.records.values()].filter(({ collection }) => collection.endsWith('like'))).toEqual(
      [],
    )
  })

  test('does not keep findPost from knowing', async () => {
    const context = await contextOf(late)
    const outgoing = {
      part: { text: 'known at once', lengths: [], media: [], platformOptions: {} },
      key: 'a key',
      createdAt: Date.now(),
    }
    const staged = await operations.stagePost(outgoing, context)
    const find = () => operations.findPost({ ...outgoing, staged, since: 0, until: Date.now() }, context)
    expect(await find()).toEqual({ matches: [], complete: true })
    const output = await operations.publishPost({ ...outgoing, staged }, context)
    expect(await find()).toMatchObject({
      matches: [{ id: output.state === 'published' && output.ref.id }],
      complete: true,
    })
  })
})

test('metrics of many posts take one request for each 25', async () => {
  const context = await contextOf(fake)
  const posts = Array.from({ length: 51 }, (_, index) => fake.post('alice.test', `post ${index}`))
  const { samples } = await operations.fetchPostMetrics({ posts }, context)
  expect(samples).toHaveLength(51 * 5)
  const reads = fake.platform.requests.filter(({ path }) => path.endsWith('getPosts'))
  expect(reads.map(({ query }) => query.getAll('uris').length)).toEqual([25, 25, 1])
})
