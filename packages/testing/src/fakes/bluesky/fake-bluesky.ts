import type { ConversationRef, InteractionRef, PostRef, ProfileRef } from '@tutti/model'
import {
  defineFakePlatform,
  type FakePlatform,
  type FakePlatformOptions,
  type FakeTools,
} from '../../fake-platform/fake-platform.ts'
import type { AdapterFake } from '../../platform/platform-under-test.ts'
import { appHandlers } from './app-handlers.ts'
import { bookmarkHandlers } from './bookmark-handlers.ts'
import { chatHandlers, conversationBetween, writeMessage } from './chat-handlers.ts'
import { blueskySockets } from './firehose.ts'
import { hashtagFacets } from './hashtag-facets.ts'
import { didOf, splitUri, tid } from './identifiers.ts'
import { appPasswordOf, createLedger, type FakeBlueskyLedger, type FakeBlueskyRecord, writeRecord } from './ledger.ts'
import { type FakeBlueskyBudgets, fakeBlueskyLimits } from './limits.ts'
import { oauthHandlers } from './oauth-handlers.ts'
import { peopleHandlers } from './people-handlers.ts'
import { repoHandlers } from './repo-handlers.ts'
import { serverHandlers } from './server-handlers.ts'
import { standingPostsOf } from './standing-posts.ts'
import { videoHandlers } from './video-handlers.ts'
import type { FakeBlueskySettings } from './xrpc.ts'

/** Options of `fakeBluesky`. */
export interface FakeBlueskyOptions extends FakePlatformOptions {
  /** Handles of the accounts; the first is the one under test. `alice.test`, `bob.test` and `carol.test` when absent. */
  readonly accounts?: readonly [string, string, ...string[]] | undefined
  /** How long after a write the AppView knows of it; 0 when absent. */
  readonly appViewDelayMs?: number | undefined
  /** 100 MB when absent. */
  readonly blobUploadLimitBytes?: number | undefined
  /** How often the video service says that it is still at it; 0 when absent. */
  readonly videoPolls?: number | undefined
  /** Whether no video can be made ready. */
  readonly failingVideos?: boolean | undefined
  /** What an account may upload to the video service today; 10 GB when absent. */
  readonly dailyVideoBytes?: number | undefined
  /** Whether app passwords were made with access to private messages; `true` when absent. */
  readonly directMessages?: boolean | undefined
  /** How large the budgets of its limits are; those of the real server when absent. */
  readonly budgets?: FakeBlueskyBudgets | undefined
}

/** A fake Bluesky network: as `describeAdapter` takes it, and with hands of its own for demos and tests. */
export interface FakeBluesky extends AdapterFake {
  readonly platform: FakePlatform<FakeBlueskyLedger>
  /** The app password of an account; of the one under test when no handle is given. */
  appPassword(handle?: string): string
  /** Posts as one of the accounts, without the API. @returns the post's ref */
  post(handle: string, text: string, replyTo?: PostRef | InteractionRef): PostRef
  /** Likes a post as one of the accounts. */
  like(handle: string, post: PostRef): void
  /** Quotes a post as one of the accounts. */
  quote(handle: string, post: PostRef, text: string): PostRef
  /** Writes a private message as one account to another. */
  message(from: string, to: string, text: string): ConversationRef
  expireCredentials(): void
  visitSignIn(url: string, decision: 'agree' | 'refuse'): Promise<string>
}

/**
 * Makes a fake Bluesky network: one server, and an AppView over it. Accounts sign in by app password, or by OAuth with
 * `bluesky({ service, oauth: { plcDirectory: service } })`.
 */
export function fakeBluesky(options: FakeBlueskyOptions = {}): FakeBluesky {
  const handles = options.accounts ?? ['alice.test', 'bob.test', 'carol.test']
  const [ownHandle, otherHandle] = handles
  const settings: FakeBlueskySettings = {
    appViewDelayMs: options.appViewDelayMs ?? 0,
    blobUploadLimitBytes: options.blobUploadLimitBytes ?? 104_857_600,
    directMessages: options.directMessages ?? true,
    videoPolls: options.videoPolls ?? 0,
    failingVideos: options.failingVideos ?? false,
    dailyVideoBytes: options.dailyVideoBytes ?? 10_000_000_000,
  }
  let tools: FakeTools | undefined
  const platform = defineFakePlatform<FakeBlueskyLedger>({
    id: 'bluesky',
    createLedger(given) {
      tools = given
      return createLedger(handles)
    },
    handlers(ledger, given) {
      const network = { ledger, tools: given, settings }
      return [
        serverHandlers,
        repoHandlers,
        appHandlers,
        peopleHandlers,
        bookmarkHandlers,
        videoHandlers,
        chatHandlers,
        oauthHandlers,
      ].flatMap((handlers) => handlers(network))
    },
    sockets: blueskySockets,
    isCommit: ({ path, body }) =>
      path.endsWith('/chat.bsky.convo.sendMessage') ||
      (/\/com\.atproto\.repo\.(createRecord|applyWrites)$/.test(path) &&
        body.includes('"collection":"app.bsky.feed.post"')),
    errorBody: (status) => ({
      error: errorNames[status] ?? 'InvalidRequest',
      message: `${errorNames[status] ?? 'Invalid Request'}, says the fake`,
    }),
    limits: fakeBlueskyLimits(options.budgets),
  })(options)

  const write = (handle: string, collection: string, value: object): FakeBlueskyRecord => {
    const given = tools as FakeTools
    const nowMs = platform.clock.now()
    const place = { did: didOf(handle), collection, rkey: tid(nowMs, given.nextNumber()) }
    const record = { $type: collection, createdAt: new Date(nowMs).toISOString(), ...value }
    return writeRecord(platform.ledger, given, place, record)
  }
  const strongRef = ({ id }: PostRef | InteractionRef) => {
    const record = platform.ledger.records.get(id)
    if (!record) throw new Error(`the fake has no record ${id}`)
    return { uri: record.uri, cid: record.cid }
  }
  const replyOf = (parent: PostRef | InteractionRef) => {
    const parentReply = platform.ledger.records.get(parent.id)?.value.reply as { root: object } | undefined
    return { root: parentReply?.root ?? strongRef(parent), parent: strongRef(parent) }
  }
  const writePost = (handle: string, text: string, more: object = {}) =>
    write(handle, 'app.bsky.feed.post', { text, ...hashtagFacets(text), ...more })
  const post = (handle: string, text: string, replyTo?: PostRef | InteractionRef): PostRef =>
    refTo('post', writePost(handle, text, replyTo ? { reply: replyOf(replyTo) } : {}))
  const like = (handle: string, liked: PostRef) =>
    void write(handle, 'app.bsky.feed.like', { subject: strongRef(liked) })

  const message = (from: string, to: string, text: string): ConversationRef => {
    const network = { ledger: platform.ledger, tools: tools as FakeTools, settings }
    const conversation = conversationBetween(network, didOf(from), didOf(to))
    writeMessage(network, conversation, didOf(from), { text })
    const { id } = conversation
    return { v: 1, kind: 'conversation', platform: 'bluesky', id }
  }

  return {
    platform,
    appPassword: (handle = ownHandle) => appPasswordOf(handle),
    post,
    like,
    quote: (handle, quoted, text) =>
      refTo('post', writePost(handle, text, { embed: { $type: 'app.bsky.embed.record', record: strongRef(quoted) } })),
    message,
    expireCredentials() {
      const lastEndedToken = (tools as FakeTools).nextNumber()
      for (const account of platform.ledger.accounts) account.lastEndedToken = lastEndedToken
      for (const family of platform.ledger.families) family.accessTokenEndsAt = 0
    },
    async visitSignIn(url, decision) {
      const page = new URL(url)
      if (decision === 'refuse') page.searchParams.set('decision', 'deny')
      const { status, headers } = await fetch(page, { redirect: 'manual' })
      return headers.get('location') ?? `the page answered ${status}, and sent nobody back`
    },
    start: () => platform.listen(),
    stop: () => platform.close(),
    clear: () => platform.reset(),
    standingPosts: () => standingPostsOf(didOf(ownHandle), platform.ledger),
    seedPost: ({ by, text }) => post(by === 'account' ? ownHandle : otherHandle, text),
    seedComment: ({ post: commented, text }) =>
      refTo('interaction', writePost(otherHandle, text, { reply: replyOf(commented) })),
    seedReaction: ({ post: liked }) => like(otherHandle, liked),
    seedMessage: ({ text }) => message(otherHandle, ownHandle, text),
    isHidden({ id }) {
      const root = (platform.ledger.records.get(id)?.value.reply as { root: { uri: string } } | undefined)?.root.uri
      const { did, rkey } = splitUri(root ?? '')
      const gate = platform.ledger.records.get(`at://${did}/app.bsky.feed.threadgate/${rkey}`)
      return ((gate?.value.hiddenReplies ?? []) as readonly string[]).includes(id)
    },
    otherProfile: () => profileRef(didOf(otherHandle)),
    missing: {
      post: { v: 1, kind: 'post', platform: 'bluesky', id: missingUri(ownHandle) },
      interaction: { v: 1, kind: 'interaction', platform: 'bluesky', id: missingUri(otherHandle) },
      profile: profileRef(didOf('nobody.test')),
    },
  }
}

const errorNames: Readonly<Record<number, string>> = {
  401: 'AuthMissing',
  403: 'Forbidden',
  404: 'NotFound',
  429: 'RateLimitExceeded',
  500: 'InternalServerError',
  503: 'ServiceUnavailable',
}

const missingUri = (handle: string) => `at://${didOf(handle)}/app.bsky.feed.post/3aaaaaaaaaa2a`

const profileRef = (did: string): ProfileRef => ({
  v: 1,
  kind: 'profile',
  platform: 'bluesky',
  id: did,
})

/** A ref as the adapter makes it. */
function refTo<Kind extends 'post' | 'interaction'>(kind: Kind, { uri, cid, value }: FakeBlueskyRecord) {
  const root = (value.reply as { root: { uri: string; cid: string } } | undefined)?.root ?? null
  return { v: 1 as const, kind, platform: 'bluesky', id: uri, facts: { cid, root } }
}
