import type { InteractionRef, PostRef, ProfileRef } from '@tutti/model'
import { createTestContext, fakeMastodon, type RecordedRequest, sampleImage } from '@tutti/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mastodon } from '../src/index.ts'
import { createApiChecker } from './support/api-description.ts'
import { openFakeChannel } from './support/fake-channel.ts'
import { hasSharedFolder, needsSharedFolder } from './support/shared-folder.ts'

/** One exchange with the fake. */
interface Exchange {
  readonly request: RecordedRequest
  readonly status: number
  readonly body: unknown
}

describe.skipIf(!hasSharedFolder)(`Mastodon’s own description of its API (${needsSharedFolder})`, () => {
  const fake = fakeMastodon()
  const exchanges: Exchange[] = []
  let checker: ReturnType<typeof createApiChecker>

  beforeAll(async () => {
    checker = createApiChecker()
    const rewrite = async (answer: Response) => {
      const request = fake.platform.requests.at(-1) as RecordedRequest
      const isStream = answer.headers.get('content-type')?.includes('event-stream')
      const isJson = answer.headers.get('content-type')?.includes('json')
      const body = isStream || !isJson ? undefined : await answer.clone().json()
      exchanges.push({ request, status: answer.status, body })
      return answer
    }
    fake.platform.faults.add({ kind: 'rewrite', rewrite }, { times: Number.POSITIVE_INFINITY })
    await useEverything()
  })
  afterAll(() => fake.stop())

  /** Every operation of the adapter, posts of every kind, and refusals. */
  async function useEverything() {
    const channel = await openFakeChannel(fake)
    const { run, publish, media } = channel
    const image = sampleImage('A lemon cake')
    media.set(image.media.sha256, image.source)
    const post = await publish({
      text: 'Hello @bob, see https://shop.example/a/very/long/address/of/a/cake #cake',
      media: [image.media],
      visibility: 'unlisted',
      languages: ['en'],
      contentWarning: 'Cake',
      platformOptions: { sensitive: true, quoteApprovalPolicy: 'followers' },
    })
    const poll = await publish({
      text: 'Which?',
      poll: { options: ['Lemon', 'Chocolate'], durationMs: 3_600_000, multiple: true },
      platformOptions: { hidePollTotals: true },
    })
    await publish({ text: 'One more thing', visibility: 'followers' }, { replyTo: { parent: post, root: post } })
    await publish({ text: 'As we said', quote: post })
    const comment = await fake.seedComment({ post, text: '@alice lovely!' })
    await fake.seedReaction?.({ post })
    const others = await fake.seedPost({ by: 'other', text: 'Something else' })
    const profile = await fake.otherProfile()
    for (const name of ['reactToPost', 'unreactToPost', 'repostPost', 'unrepostPost'] as const) {
      await run(name, { post: others })
    }
    for (const name of ['muteProfile', 'unmuteProfile', 'blockProfile', 'unblockProfile'] as const) {
      await run(name, { profile })
    }
    await run('replyToInteraction', { interaction: comment, text: 'Thank you!', key: 'reply', languages: ['en'] })
    await run('fetchPost', { post })
    await run('listPosts', { limit: 2 })
    await run('listPosts', { cursor: (await run('listPosts', { limit: 2 })).nextCursor, profile })
    await run('listComments', { post })
    await run('listInteractions', {})
    await run('listInteractions', { kinds: ['comment', 'reaction', 'quote', 'follow'], limit: 1 })
    await run('fetchProfile', {})
    await run('fetchProfile', { profile })
    await run('fetchProfile', { handle: 'carol' })
    await run('fetchPostMetrics', { posts: [post, poll, others, fake.missing.post] })
    const looked = { part: { text: 'Which?', lengths: [], media: [], platformOptions: {} }, key: 'k', createdAt: 0 }
    await run('findPost', { ...looked, staged: { facts: {} }, since: 0, until: Date.now() })
    await useSocialOperations({ run, publish, post, comment, profile })
    await useNativeOperations(channel, post)
    await listen(channel)
    await signIn()
    await run('deletePost', { post: poll })
    await run('deletePost', { post: poll })
    await expect(publish({ text: 'x'.repeat(501) })).rejects.toMatchObject({ code: 'rejected', status: 422 })
    await expect(run('fetchPost', fake.missing)).rejects.toMatchObject({ code: 'not-found' })
  }

  async function useSocialOperations({ run, publish, post, comment, profile }: Scene) {
    await run('editPost', { post, part: { ...part, text: 'Hello again #cake' }, staged: { facts: { mediaIds: [] } } })
    const votable = await publish({ text: 'Which one?' })
    const poll = { options: ['Lemon', 'Chocolate'], durationMs: 3_600_000 }
    await run('editPost', { post: votable, part: { ...part, text: 'Which?', poll }, staged: { facts: {} } })
    await run('followProfile', { profile })
    await run('listFollowing', { limit: 1 })
    await run('listFollowers', { profile })
    await run('unfollowProfile', { profile })
    await run('fetchPostByAddress', { address: String(post.url) })
    await run('searchPosts', { query: 'hello', limit: 1 })
    await run('searchPosts', { query: 'hello', limit: 1, cursor: 'skip:1' })
    await run('searchProfiles', { query: 'bob' })
    await run('fetchTrends', {})
    await run('fetchChannelMetrics', {})
    await run('reportInteraction', { interaction: comment, reason: 'illegal', comment: 'see for yourself' })
    fake.post('bob', { status: '@alice psst', visibility: 'direct' })
    const [conversation] = (await run('listConversations', { limit: 1 })).items
    if (!conversation) throw new Error('the fake has no conversation')
    await run('sendMessage', { to: conversation.ref, text: 'yes?', key: 'message' })
    await run('listMessages', { conversation: conversation.ref })
  }

  async function useNativeOperations({ native }: Channel, post: PostRef) {
    await native('bookmarkPost', { post })
    await native('listBookmarks', { limit: 1 })
    await native('unbookmarkPost', { post })
    const keywords = [{ keyword: 'finale', wholeWord: true }]
    const filter = await native('createFilter', { title: 'Spoilers', contexts: ['home'], action: 'hide', keywords })
    await native('listFilters', {})
    await native('deleteFilter', { id: filter.id })
    const poll = { options: ['Lemon', 'Chocolate'], durationMs: 3_600_000 }
    const at = Date.now() + 600_000
    const quiet = { ...part, text: 'later', contentWarning: 'Cake', visibility: 'unlisted' } as const
    await native('scheduleStatus', { part: quiet, at, key: 'quiet' })
    await native('scheduleStatus', { part: { ...part, text: 'Which?', poll }, at, key: 'poll', replyTo: post })
    const [scheduled] = (await native('listScheduledStatuses', {})).items
    await native('cancelScheduledStatus', { id: scheduled?.id ?? '' })
  }

  async function listen({ adapter, context }: Channel) {
    const topics = [
      { kind: 'interactions' },
      { kind: 'home' },
      { kind: 'public' },
      { kind: 'hashtag', hashtag: 'cake' },
    ] as const
    fake.post('bob', { status: '@alice a #cake' })
    for (const topic of topics) {
      const stream = adapter.operations.subscribe({ topic, cursor: 'after:1' }, context)[Symbol.asyncIterator]()
      await stream.next()
      await stream.return?.()
    }
  }

  async function signIn() {
    const adapter = mastodon({ server: await fake.start(), website: 'https://shop.example' })
    const { context } = createTestContext(adapter, adapter.channel().credential)
    const request = { redirectUri: 'https://shop.example/callback', state: 's', scopes: ['read:accounts'] }
    const { url, pending } = await adapter.operations.authorizeUrl(request, context)
    const callbackUrl = (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? ''
    const credential = await adapter.operations.exchangeCode({ callbackUrl, pending }, context)
    await adapter.operations.revokeCredential({ credential }, context)
  }

  test('covers every operation', () => {
    const paths = new Set(
      exchanges.map(({ request }) => `${request.method} ${request.path.replaceAll(/\d{3,}/g, ':id')}`),
    )
    expect([...paths].sort()).toEqual([
      'DELETE /api/v1/scheduled_statuses/:id',
      'DELETE /api/v1/statuses/:id',
      'DELETE /api/v2/filters/:id',
      'GET /.well-known/oauth-authorization-server',
      'GET /api/v1/accounts/:id',
      'GET /api/v1/accounts/:id/followers',
      'GET /api/v1/accounts/:id/following',
      'GET /api/v1/accounts/:id/statuses',
      'GET /api/v1/accounts/lookup',
      'GET /api/v1/accounts/verify_credentials',
      'GET /api/v1/bookmarks',
      'GET /api/v1/conversations',
      'GET /api/v1/notifications',
      'GET /api/v1/scheduled_statuses',
      'GET /api/v1/statuses',
      'GET /api/v1/statuses/1',
      'GET /api/v1/statuses/:id',
      'GET /api/v1/statuses/:id/context',
      'GET /api/v1/streaming/hashtag',
      'GET /api/v1/streaming/public',
      'GET /api/v1/streaming/user',
      'GET /api/v1/streaming/user/notification',
      'GET /api/v1/timelines/home',
      'GET /api/v1/timelines/public',
      'GET /api/v1/timelines/tag/cake',
      'GET /api/v1/trends/tags',
      'GET /api/v2/filters',
      'GET /api/v2/instance',
      'GET /api/v2/search',
      'GET /oauth/authorize',
      'POST /api/v1/accounts/:id/block',
      'POST /api/v1/accounts/:id/follow',
      'POST /api/v1/accounts/:id/mute',
      'POST /api/v1/accounts/:id/unblock',
      'POST /api/v1/accounts/:id/unfollow',
      'POST /api/v1/accounts/:id/unmute',
      'POST /api/v1/apps',
      'POST /api/v1/reports',
      'POST /api/v1/statuses',
      'POST /api/v1/statuses/:id/bookmark',
      'POST /api/v1/statuses/:id/favourite',
      'POST /api/v1/statuses/:id/reblog',
      'POST /api/v1/statuses/:id/unbookmark',
      'POST /api/v1/statuses/:id/unfavourite',
      'POST /api/v1/statuses/:id/unreblog',
      'POST /api/v2/filters',
      'POST /api/v2/media',
      'POST /oauth/revoke',
      'POST /oauth/token',
      'PUT /api/v1/statuses/:id',
    ])
  })

  test('every request fits', () => {
    expect(
      exchanges.flatMap(({ request }) => checker.checkRequest(request).map((problem) => place(request, problem))),
    ).toEqual([])
  })

  test('every answer of the fake fits', () => {
    // Of the page on which people agree, the description says nothing but that it is there.
    const answers = exchanges.filter(({ request }) => request.path !== '/oauth/authorize')
    const problems = answers.flatMap(({ request, status, body }) =>
      checker.checkAnswer(request, status, body).map((problem) => place(request, problem)),
    )
    expect([...new Set(problems)]).toEqual([])
  })

  test('the check can fail', () => {
    const [{ request }] = exchanges.filter((exchange) => exchange.request.path === '/api/v1/statuses') as [Exchange]
    expect(checker.checkRequest({ ...request, body: '{"status":5}' })).not.toEqual([])
    expect(checker.checkAnswer(request, 200, { id: 5 })).not.toEqual([])
  })
})

const part = { text: '', lengths: [], media: [], platformOptions: {} }

type Channel = Awaited<ReturnType<typeof openFakeChannel>>

interface Scene extends Pick<Awaited<ReturnType<typeof openFakeChannel>>, 'run' | 'publish'> {
  readonly post: PostRef
  readonly comment: InteractionRef
  readonly profile: ProfileRef
}

const place = ({ method, path }: RecordedRequest, problem: string) => `${method} ${path}: ${problem}`
