import { fakeBluesky, sampleImage } from '@tutti/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findHandles, makeFacets } from '../src/record/facets.ts'
import { makePostRecord } from '../src/record/post-record.ts'
import { contextOf, native, operations, publish } from './support/fake-channel.ts'
import { type Lexicons, readLexicons } from './support/lexicons.ts'
import { outgoingOf, partOf } from './support/outgoing.ts'
import { methodOf, readRecordings } from './support/recordings.ts'

const written = readLexicons('written') as Lexicons
const answered = readLexicons('answered') as Lexicons
const recordings = readRecordings()

describe.skipIf(!written)('Bluesky’s own lexicons (skipped without ../shared/specs/bluesky/lexicons)', () => {
  describe('our reading of them agrees with the real server', () => {
    const answers = recordings.filter(
      (recording) => recording.response.status === 200 && answered?.has(`${methodOf(recording)}#output`),
    )
    test.each(answers.map((recording) => [recording.name, recording] as const))('%s fits', (_name, recording) => {
      expect(answered.findProblems(`${methodOf(recording)}#output`, recording.response.body)).toEqual([])
    })

    const refused = recordings.filter(({ name }) => refusedRecords.has(name))
    test.each(refused.map((recording) => [recording.name, recording] as const))('%s does not', (_name, { request }) => {
      const { record } = JSON.parse((request as { body?: string }).body ?? '{}')
      expect(written.findProblems('app.bsky.feed.post#main', record)).not.toEqual([])
    })
  })

  test('a post’s record fits, whatever its text', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(
        '@bob.test ',
        '@nobody.test',
        ' #tag',
        '#漢字 ',
        'https://example.com/a?b=c ',
        'example.com/x ',
        '$TUT ',
        '#a,b ',
        'http://münchen.example/ü ',
      ),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 8 }),
        fc.integer({ min: 0, max: 4e12 }),
        async (pieces, createdAt) => {
          const text = pieces.join('')
          fc.pre(fits(text))
          const mentions = Object.fromEntries(
            findHandles(text).map((handle) => [handle, 'did:plc:abcdefghijklmnopqrstuvwx']),
          )
          const facets = await makeFacets(text, mentions)
          const record = makePostRecord(partOf(text), createdAt, { did: 'did:plc:a', blobs: [], mentions, facets })
          expect(written.findProblems('app.bsky.feed.post#main', record)).toEqual([])
          const bytes = Buffer.byteLength(text)
          for (const { index } of (record.facets ?? []) as { index: { byteStart: number; byteEnd: number } }[]) {
            expect(index.byteStart).toBeLessThan(index.byteEnd)
            expect(index.byteEnd).toBeLessThanOrEqual(bytes)
          }
        },
      ),
    )
  })

  describe('what every operation sends, and what the fake answers', () => {
    const fake = fakeBluesky()
    const exchanges: { readonly method: string; readonly query: URLSearchParams; body: unknown; answer: unknown }[] = []

    beforeAll(async () => {
      await fake.start()
      const requests = () => fake.platform.requests
      const rewrite = async (answer: Response) => {
        const request = requests().at(-1)
        if (request) {
          exchanges.push({
            method: request.path.replace('/xrpc/', ''),
            query: request.query,
            body: request.headers['content-type'] === 'application/json' ? JSON.parse(request.body) : undefined,
            answer: await answer
              .clone()
              .json()
              .catch(() => undefined),
          })
        }
        return answer
      }
      fake.platform.faults.add({ kind: 'rewrite', rewrite }, { times: Number.POSITIVE_INFINITY })
      await useEverything(fake)
    })
    afterAll(() => fake.stop())

    test('every operation was used', () => {
      const methods = new Set(exchanges.map(({ method }) => method))
      expect([...methods].sort()).toEqual([...expectedMethods].sort())
    })

    test('each record in the ledger fits the lexicon of its kind', () => {
      const records = [...fake.platform.ledger.records.values()]
      const problems = records.flatMap(({ collection, value }) => written.findProblems(`${collection}#main`, value))
      expect(problems).toEqual([])
      expect(new Set(records.map(({ collection }) => collection)).size).toBe(7)
    })

    test('each query and body fits', () => {
      const problems = exchanges.flatMap(({ method, query, body }) => [
        ...(written.has(`${method}#parameters`)
          ? written.findProblems(`${method}#parameters`, parametersOf(query))
          : []),
        ...(body === undefined ? [] : written.findProblems(`${method}#input`, body)),
      ])
      expect(problems).toEqual([])
    })

    test('each answer of the fake fits', () => {
      const problems = exchanges
        .filter(({ answer, method }) => answer !== undefined && answered.has(`${method}#output`))
        .filter(({ answer }) => (answer as { error?: string }).error === undefined)
        .flatMap(({ method, answer }) => answered.findProblems(`${method}#output`, answer))
      expect(problems).toEqual([])
    })
  })
})

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
const fits = (text: string) => Buffer.byteLength(text) <= 3000 && [...segmenter.segment(text)].length <= 300

/** Recorded attempts to write a post that the server refused for its record. */
const refusedRecords = new Set([
  'text-301-graphemes',
  'text-over-3000-bytes',
  'invalid-missing-createdat',
  'invalid-createdat',
  'invalid-text-type',
  'invalid-facet-negative',
  'invalid-lang',
  'invalid-langs-4',
  'invalid-link-uri',
  'invalid-five-images',
  'invalid-image-no-alt',
  'invalid-reply-no-root',
  'image-embed-wrong-mime',
  'image-embed-too-large',
])

const expectedMethods = [
  'app.bsky.actor.getProfile',
  'app.bsky.actor.searchActors',
  'app.bsky.bookmark.createBookmark',
  'app.bsky.bookmark.deleteBookmark',
  'app.bsky.bookmark.getBookmarks',
  'app.bsky.feed.getAuthorFeed',
  'app.bsky.feed.getPostThread',
  'app.bsky.feed.getPosts',
  'app.bsky.feed.searchPosts',
  'app.bsky.graph.getFollowers',
  'app.bsky.graph.getFollows',
  'app.bsky.graph.muteActor',
  'app.bsky.graph.unmuteActor',
  'app.bsky.notification.listNotifications',
  'app.bsky.unspecced.getTrends',
  'chat.bsky.convo.getConvoForMembers',
  'chat.bsky.convo.getMessages',
  'chat.bsky.convo.listConvos',
  'chat.bsky.convo.sendMessage',
  'com.atproto.identity.resolveHandle',
  'com.atproto.moderation.createReport',
  'com.atproto.repo.applyWrites',
  'com.atproto.repo.createRecord',
  'com.atproto.repo.deleteRecord',
  'com.atproto.repo.getRecord',
  'com.atproto.repo.listRecords',
  'com.atproto.repo.putRecord',
  'com.atproto.repo.uploadBlob',
  'com.atproto.server.createSession',
  'com.atproto.server.describeServer',
  'com.atproto.server.getSession',
]

/** Query parameters as the lexicon types them. */
function parametersOf(query: URLSearchParams): object {
  const numbers = new Set(['limit', 'depth', 'parentHeight'])
  const lists = new Set(['uris', 'reasons', 'members'])
  const names = [...new Set(query.keys())]
  return Object.fromEntries(
    names.map((name) => {
      if (lists.has(name)) return [name, query.getAll(name)]
      return [name, numbers.has(name) ? Number(query.get(name)) : query.get(name)]
    }),
  )
}

/** Calls every operation, with everything that a post can carry. */
async function useEverything(fake: ReturnType<typeof fakeBluesky>): Promise<void> {
  const image = sampleImage('A grey square')
  const context = await contextOf(fake, 'alice.test', new Map([[image.media.sha256, image.source]]))
  const others = fake.post('bob.test', 'a post of another')
  const bob = await fake.otherProfile()
  const options = { selfLabels: ['graphic-media'], tags: ['cake', 'lemon'] }
  const text = 'Hé @bob.test and @nobody.test: https://example.com/ü?a=b #tag'
  const first = await publish(outgoingOf(partOf(text, { languages: ['en', 'it'], platformOptions: options })), context)
  const images = { media: [image.media, { ...image.media, alt: undefined, widthPixels: undefined }] }
  const answer = await publish(outgoingOf(partOf('images', images), { parent: first, root: first }), context)
  await publish(
    outgoingOf(partOf('card', { link: { url: 'https://example.com' } }), { parent: answer, root: first }),
    context,
  )
  await publish(outgoingOf(partOf('quote', { quote: others })), context)
  await publish(outgoingOf(partOf('both', { ...images, quote: { ...others, facts: undefined } })), context)

  const interaction = await fake.seedComment({ post: first, text: 'a comment' })
  await operations.replyToInteraction({ interaction, text: 'thanks @bob.test', key: 'any key' }, context)
  await operations.hideInteraction({ interaction }, context)
  await operations.unhideInteraction({ interaction }, context)
  await operations.reactToPost({ post: others }, context)
  await operations.repostPost({ post: others }, context)
  await operations.blockProfile({ profile: bob }, context)
  await operations.muteProfile({ profile: bob }, context)
  await operations.unmuteProfile({ profile: bob }, context)
  fake.like('bob.test', first)
  fake.quote('bob.test', first, 'so true')
  await operations.listPosts({ limit: 3 }, context)
  await operations.listInteractions({ limit: 500, kinds: ['comment', 'reaction', 'quote'] }, context)
  await operations.listComments({ post: first }, context)
  await operations.fetchPost({ post: answer }, context)
  await operations.fetchPostByAddress(
    { address: `https://bsky.app/profile/bob.test/post/${others.id.split('/').at(-1)}` },
    context,
  )
  await operations.fetchPostMetrics({ posts: [first, answer] }, context)
  await operations.fetchProfile({ handle: '@bob.test' }, context)
  await operations.deletePost({ post: answer }, context)
  await operations.reportInteraction({ interaction, reason: 'harassment', comment: 'rude' }, context)
  await operations.followProfile({ profile: bob }, context)
  await operations.listFollowing({ limit: 500 }, context)
  await operations.listFollowers({ profile: bob }, context)
  await operations.unfollowProfile({ profile: bob }, context)
  await operations.followProfile({ profile: bob }, context)
  await operations.fetchChannelMetrics({}, context)
  await operations.searchPosts({ query: 'post another', limit: 500 }, context)
  await operations.searchProfiles({ query: 'bob', limit: 2 }, context)
  await operations.fetchTrends({ limit: 500 }, context)
  const list = { list: `at://${bob.id}/app.bsky.graph.list/3aaaaaaaaaa2a` }
  const gates = { whoMayReply: ['mentioned', 'followers', 'following', list], whoMayQuote: 'nobody' }
  const gated = await publish(outgoingOf(partOf('gated', { platformOptions: gates })), context)
  await native.changeReplyRules({ post: gated, who: 'nobody' }, context)
  await native.changeQuoteRules({ post: gated, who: 'everybody' }, context)
  await native.detachQuote({ post: gated, quote: others }, context)
  await native.bookmarkPost({ post: others }, context)
  await native.listBookmarks({ limit: 500 }, context)
  await native.unbookmarkPost({ post: others }, context)
  fake.message('bob.test', 'alice.test', 'hello')
  await operations.sendMessage({ to: bob, text: 'hello @carol.test', key: 'any key' }, context)
  const { items } = await operations.listConversations({ limit: 500 }, context)
  for (const { ref } of items) await operations.listMessages({ conversation: ref, limit: 1 }, context)
}
