import { bluesky } from '@tutti/bluesky'
import { type OperationContext, RejectedError } from '@tutti/model'
import { describe, expect, test } from 'vitest'
import { createRecord, getRecord } from '../src/protocol/records.ts'
import { readNotification } from '../src/read/interaction.ts'
import { readPage } from '../src/read/page.ts'
import { readFeedItem, readPostView } from '../src/read/post.ts'
import { readProfile } from '../src/read/profile.ts'
import { answeringContext, recordedFacts } from './support/answering-context.ts'
import { asArrayOf, membersAt } from './support/members.ts'
import { methodOf, type Recording, readRecordings } from './support/recordings.ts'

const { operations, channel } = bluesky({ service: recordedFacts.service })
const { credential } = channel({ identifier: 'alice.test', appPassword: 'pass-alice' })
const post = {
  v: 1,
  kind: 'post',
  platform: 'bluesky',
  id: `at://${recordedFacts.did}/app.bsky.feed.post/3n2ullbs55k2b`,
} as const

const reading = { channel: 'sky', account: { facts: recordedFacts } }

type Check = (body: unknown, context: OperationContext) => unknown

/** Every item is read, and none is dropped. */
const checkAll =
  (member: string, read: (item: unknown) => unknown): Check =>
  (body) => {
    const items = asArrayOf(body, member)
    expect(items.map(read).filter((item) => item === undefined)).toEqual([])
  }
const checkProfiles = (member: string) => checkAll(member, (item) => readProfile(item, reading))
const checkFeed: Check = (body) => {
  const page = readPage(body, 'feed', 'posts', (item) => readFeedItem(item, reading))
  expect(page.warnings).toEqual([])
  expect(page.items).toHaveLength(asArrayOf(body, 'feed').length)
  for (const item of page.items) {
    expect(item.createdAt).toBeGreaterThan(Date.UTC(2026, 0))
    expect(item.counts).toEqual({
      replies: expect.any(Number),
      reposts: expect.any(Number),
      reactions: expect.any(Number),
      quotes: expect.any(Number),
    })
  }
}
const checkSession: Check = async (body, context) => {
  const renewed = await operations.refreshCredential({ credential }, context)
  expect(renewed.facts).toMatchObject({
    did: expect.stringMatching(/^did:plc:/),
    handle: expect.stringMatching(/\.test$/),
  })
  // The server with limits says that it is at another address than the one configured, and has no https: not taken.
  const isConfigured = JSON.stringify(body).includes(`"serviceEndpoint":"${recordedFacts.service}"`)
  expect(renewed.facts.pds).toBe(isConfigured ? recordedFacts.service : undefined)
  expect(renewed.expiresAt).toBe(Number(expiryOf(membersAt(body).accessJwt)) * 1000)
  expect(renewed.secrets.refreshJwt).toBe(membersAt(body).refreshJwt)
}
const expiryOf = (token: unknown) =>
  JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()).exp

/** What the adapter makes of an answer, by the method that gave it. */
const checks: Readonly<Record<string, Check>> = {
  'app.bsky.actor.getProfile': async (body, context) => {
    const profile = await operations.fetchProfile({}, context)
    expect(profile).toMatchObject({ handle: 'alice.test', raw: body, followerCount: 1, followingCount: 0 })
  },
  'app.bsky.actor.getProfiles': checkProfiles('profiles'),
  'app.bsky.actor.searchActors': checkProfiles('actors'),
  'app.bsky.graph.getFollowers': checkProfiles('followers'),
  'app.bsky.feed.getRepostedBy': checkProfiles('repostedBy'),
  'app.bsky.feed.getLikes': checkAll('likes', (like) => readProfile(membersAt(like).actor, reading)),
  'app.bsky.feed.getPosts': async (body, context) => {
    const posts = asArrayOf(body, 'posts')
    expect(posts.map((item) => readPostView(item, reading))).not.toContain(undefined)
    // `get-posts-deleted` is empty; the record that is then asked for is not there either.
    if (posts.length === 0)
      return expect(operations.fetchPost({ post: elsewhere }, context)).rejects.toSatisfy(RejectedError.isInstance)
    const fetched = await operations.fetchPost({ post }, context)
    expect(fetched).toMatchObject({ author: { handle: 'alice.test' }, text: expect.stringMatching(/./) })
  },
  'app.bsky.feed.searchPosts': checkAll('posts', (item) => readPostView(item, reading)),
  'app.bsky.feed.getQuotes': checkAll('posts', (item) => readPostView(item, reading)?.quote?.id),
  'app.bsky.feed.getAuthorFeed': checkFeed,
  'app.bsky.feed.getTimeline': checkFeed,
  'app.bsky.feed.getPostThread': async (_body, context) => {
    const page = await operations.listComments({ post }, context)
    expect(page).toMatchObject({
      warnings: [],
      items: [{ text: 'a reply from Bob', state: 'visible', post: { id: post.id } }],
    })
    expect(page.items[0]?.kind).toEqual({ unified: 'comment', raw: 'reply' })
  },
  'app.bsky.notification.listNotifications': (body) => {
    const page = readPage(body, 'notifications', 'interactions', (item) => readNotification(item, reading))
    expect(page.warnings).toEqual([])
    expect(page.items).toHaveLength(asArrayOf(body, 'notifications').length)
    expect(page.items.map(({ kind }) => kind.unified)).not.toContain('other')
    for (const item of page.items.filter(({ kind }) => kind.unified === 'reaction')) {
      expect(item).toMatchObject({ post: { id: expect.stringContaining('app.bsky.feed.post') }, text: '' })
    }
  },
  'com.atproto.repo.createRecord': async (body, context) => {
    const created = await createRecord(context, { collection: 'app.bsky.feed.post', record: { text: '' } })
    expect(created).toEqual({ ref: { uri: membersAt(body).uri, cid: membersAt(body).cid }, raw: body })
  },
  'com.atproto.repo.getRecord': async (body, context) => {
    expect(await getRecord(context, post.id)).toMatchObject({ cid: membersAt(body).cid, value: membersAt(body).value })
  },
  'com.atproto.repo.deleteRecord': async (body, context) => {
    const { state } = await operations.deletePost({ post }, context)
    expect(state).toBe(membersAt(body).commit ? 'deleted' : 'already-gone')
  },
  'com.atproto.repo.listRecords': checkAll('records', (item) => membersAt(item).uri),
  'com.atproto.repo.uploadBlob': (body) => {
    expect(membersAt(body).blob).toMatchObject({ $type: 'blob', ref: { $link: expect.stringMatching(/^bafkrei/) } })
  },
  'com.atproto.identity.resolveHandle': (body) => expect(membersAt(body).did).toMatch(/^did:plc:/),
  'com.atproto.server.createSession': checkSession,
  'com.atproto.server.refreshSession': checkSession,
  'com.atproto.server.getSession': (body) => expect(membersAt(body).did).toMatch(/^did:plc:/),
  'com.atproto.server.describeServer': (body) => expect(membersAt(body).blobUploadLimit).toBe(104_857_600),
  'com.atproto.repo.putRecord': (body) => expect(membersAt(body).cid).toMatch(/^bafyrei/),
}

const elsewhere = { ...post, id: 'at://did:plc:kxxuhnrgymhclvoyt76jljhp/app.bsky.feed.post/3n2ullckbmd2b' }

/** Successful answers to what the adapter never asks. */
const unused = new Set([
  '_health',
  '.well-known/atproto-did',
  '.well-known/oauth-authorization-server',
  '.well-known/oauth-protected-resource',
  'oauth/par',
  'app.bsky.actor.getPreferences',
  'app.bsky.notification.getUnreadCount',
  'app.bsky.notification.updateSeen',
  'com.atproto.admin.updateSubjectStatus',
  'com.atproto.repo.applyWrites',
  'com.atproto.repo.describeRepo',
  'com.atproto.server.createAccount',
  'com.atproto.server.deactivateAccount',
  'com.atproto.server.deleteSession',
  'com.atproto.server.getServiceAuth',
  'com.atproto.sync.getBlob',
  'did:plc:34iycqorrboxil2ktp7fn4n7',
])

const nameOf = (recording: Recording) => methodOf(recording).replace(/^\//, '')
const successes = readRecordings().filter(({ response }) => response.status < 300)

describe.skipIf(successes.length === 0)('recorded answers (skipped without ../shared/recordings/bluesky)', () => {
  test('every successful answer is read, or is to something that the adapter never asks', () => {
    const unknown = successes.filter((recording) => !checks[nameOf(recording)] && !unused.has(nameOf(recording)))
    expect(unknown.map(nameOf)).toEqual([])
  })

  test.each(
    successes.filter((recording) => checks[nameOf(recording)]).map((recording) => [recording.name, recording] as const),
  )('%s', async (_name, recording) => {
    const { body } = recording.response
    await checks[nameOf(recording)]?.(
      body,
      answeringContext(() => ({ body })),
    )
  })
})
