import { RejectedError } from '@tutti/model'
import { fakeBluesky } from '@tutti/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contextOf, operations } from './support/fake-channel.ts'

const fake = fakeBluesky()

beforeAll(() => fake.start())
beforeEach(() => fake.clear())
afterAll(() => fake.stop())

describe('a post by its address', () => {
  test.each([
    ['as an AT URI', (did: string, rkey: string) => `at://${did}/app.bsky.feed.post/${rkey}`],
    ['as an AT URI with a handle', (_did: string, rkey: string) => `at://bob.test/app.bsky.feed.post/${rkey}`],
    ['in Bluesky’s app', (_did: string, rkey: string) => `https://bsky.app/profile/bob.test/post/${rkey}`],
    ['by the author’s DID', (did: string, rkey: string) => `https://bsky.app/profile/${did}/post/${rkey}/`],
    [
      'as browsers escape it',
      (did: string, rkey: string) => `https://bsky.app/profile/${encodeURIComponent(did)}/post/${rkey}?ref=x#top`,
    ],
    ['in another app', (_did: string, rkey: string) => `http://127.0.0.1:8080/profile/bob.test/post/${rkey}`],
  ])('%s can be answered without another look', async (_name, addressOf) => {
    const post = fake.post('bob.test', 'a question')
    const [, did = '', _collection, rkey = ''] = /^at:\/\/([^/]+)\/([^/]+)\/(.+)$/.exec(post.id) ?? []
    const context = await contextOf(fake)
    const found = await operations.fetchPostByAddress({ address: addressOf(did, rkey) }, context)
    expect(found).toMatchObject({ ref: post, text: 'a question', author: { handle: 'bob.test' } })
  })

  test.each([
    ['a profile', 'https://bsky.app/profile/bob.test'],
    ['a like', 'at://bob.test/app.bsky.feed.like/3aaaaaaaaaa2a'],
    ['another protocol', 'ftp://bsky.app/profile/bob.test/post/3aaaaaaaaaa2a'],
    ['a way out of the collection', 'https://bsky.app/profile/bob.test/post/..%2Fsecret'],
    ['a post of the fediverse', 'https://social.example/@ada/123'],
  ])('is none: %s, which is said without asking', async (_name, address) => {
    const context = await contextOf(fake)
    const asked = fake.platform.requests.length
    const error = await operations.fetchPostByAddress({ address }, context).catch((caught: unknown) => caught)
    expect(RejectedError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({ code: 'not-found', path: 'address' })
    expect(fake.platform.requests).toHaveLength(asked)
  })

  test('of nobody is not found', async () => {
    const address = 'https://bsky.app/profile/nobody.test/post/3aaaaaaaaaa2a'
    const asking = operations.fetchPostByAddress({ address }, await contextOf(fake))
    await expect(asking).rejects.toMatchObject({ code: 'not-found' })
  })
})
