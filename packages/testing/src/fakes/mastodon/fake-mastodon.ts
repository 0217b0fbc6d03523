import type { ConversationRef, InteractionRef, MediaKind, PostRef, ProfileRef, Visibility } from '@tutti/model'
import {
  defineFakePlatform,
  type FakePlatform,
  type FakePlatformOptions,
  type FakeTools,
} from '../../fake-platform/fake-platform.ts'
import type { AdapterFake, StandingPost } from '../../platform/platform-under-test.ts'
import { accountHandlers } from './account-handlers.ts'
import { bookmarkHandlers } from './bookmark-handlers.ts'
import { conversationHandlers } from './conversation-handlers.ts'
import { createStatus, type NewStatusBody, notify } from './create-status.ts'
import { filterHandlers } from './filter-handlers.ts'
import { followHandlers } from './follow-handlers.ts'
import { instanceHandlers } from './instance-handlers.ts'
import {
  createLedger,
  type FakeMastodonAccount,
  type FakeMastodonApp,
  type FakeMastodonLedger,
  ownClient,
  pair,
  tokenOf,
} from './ledger.ts'
import { fakeMastodonLimits } from './limits.ts'
import { mediaHandlers } from './media-handlers.ts'
import { notificationHandlers } from './notification-handlers.ts'
import { oauthHandlers } from './oauth-handlers.ts'
import { reportHandlers } from './report-handlers.ts'
import { publishDue, scheduledHandlers } from './scheduled-handlers.ts'
import { searchHandlers } from './search-handlers.ts'
import type { FakeServer } from './server.ts'
import { type FakeMastodonSettings, goToSocialSettings, mastodonSettings } from './settings.ts'
import { statusHandlers } from './status-handlers.ts'
import { streamingHandlers } from './streaming-handlers.ts'

/** Options of `fakeMastodon`. */
export interface FakeMastodonOptions extends FakePlatformOptions {
  /**
   * `true`: the server is a GoToSocial, which speaks Mastodon's API and makes two posts of one
   * `Idempotency-Key`. Its other differences come with it.
   */
  readonly ignoresIdempotencyKeys?: boolean | undefined
  /** User names of the accounts; the first is the one under test. `alice`, `bob` and `carol` when absent. */
  readonly accounts?: readonly [string, string, ...string[]] | undefined
  /** How long a video is worked on after its upload, which is answered 202 then; 0 when absent. */
  readonly videoProcessingMs?: number | undefined
  /** The largest video that it takes; 99 MiB when absent, as Mastodon comes. */
  readonly videoBytes?: number | undefined
}

/** A fake Mastodon server: as `describeAdapter` takes it, and with hands of its own for demos and tests. */
export interface FakeMastodon extends AdapterFake {
  readonly platform: FakePlatform<FakeMastodonLedger>
  /** The developer app that is registered there, and may send people back to anywhere. */
  readonly client: { readonly clientId: string; readonly clientSecret: string }
  /** The access token of an account; of the one under test when no name is given. */
  accessToken(username?: string): string
  /** A token that may do no more than its scopes say, of the account under test. */
  grant(scopes: readonly string[]): string
  /** Posts as one of the accounts, without the API. @returns the id of the status */
  post(username: string, body: NewStatusBody): string
  /** Favourites a post as one of the accounts. */
  favourite(username: string, statusId: string): void
}

const visibilities: Readonly<Record<string, Visibility>> = {
  public: 'public',
  unlisted: 'unlisted',
  private: 'followers',
  direct: 'direct',
}

const missingId = '1'
const missing = { v: 1, platform: 'mastodon', id: missingId } as const

/** Makes a fake Mastodon server. `platform.listen()` or `start()` serves it, `platform.intercept()` does without a socket. */
export function fakeMastodon(options: FakeMastodonOptions = {}): FakeMastodon {
  const usernames = options.accounts ?? ['alice', 'bob', 'carol']
  const [ownName, otherName] = usernames
  const common = options.ignoresIdempotencyKeys ? goToSocialSettings : mastodonSettings
  const settings: FakeMastodonSettings = {
    ...common,
    videoBytes: options.videoBytes ?? common.videoBytes,
    videoProcessingMs: options.videoProcessingMs ?? 0,
  }
  const serverOf = (ledger: FakeMastodonLedger, given: FakeTools): FakeServer => {
    const made: FakeServer = { ledger, tools: given, settings, catchUp: (at) => publishDue(made, at) }
    return made
  }
  let tools: FakeTools | undefined
  const platform = defineFakePlatform<FakeMastodonLedger>({
    id: 'mastodon',
    createLedger(given) {
      tools = given
      return createLedger(given, usernames)
    },
    handlers(ledger, given) {
      const server = serverOf(ledger, given)
      return [
        ...instanceHandlers(server),
        ...accountHandlers(server),
        ...statusHandlers(server),
        ...mediaHandlers(server),
        ...notificationHandlers(server),
        ...followHandlers(server),
        ...searchHandlers(server),
        ...conversationHandlers(server),
        ...reportHandlers(server),
        ...bookmarkHandlers(server),
        ...filterHandlers(server),
        ...scheduledHandlers(server),
        ...streamingHandlers(server),
        ...oauthHandlers(server),
      ]
    },
    isCommit: ({ method, path }) => method === 'POST' && path === '/api/v1/statuses',
    errorBody: (status) => ({ error: errorMessages[status] ?? 'An unexpected error occurred' }),
    limits: fakeMastodonLimits,
  })(options)
  let origin = 'https://mastodon.test'

  const server = (): FakeServer => serverOf(platform.ledger, tools as FakeTools)
  const accountNamed = (username: string): FakeMastodonAccount => {
    const account = platform.ledger.accounts.find((candidate) => candidate.username === username)
    if (!account) throw new Error(`the fake has no account "${username}"`)
    return account
  }
  const post = (username: string, body: NewStatusBody) =>
    createStatus(server(), accountNamed(username), body, origin).id
  const urlOf = (username: string, id: string) => `${origin}/@${username}/${id}`
  const favourite = (username: string, statusId: string) => {
    const status = platform.ledger.statuses.find(({ id }) => id === statusId)
    if (!status) throw new Error(`the fake has no status ${statusId}`)
    const { id } = accountNamed(username)
    platform.ledger.favourites.add(pair(id, statusId))
    notify(server(), status.accountId, id, 'favourite', statusId)
  }

  return {
    platform,
    client: ownClient,
    accessToken: (username = ownName) => tokenOf(username),
    grant(scopes) {
      const { apps, grants } = platform.ledger
      const token = `canary-mastodon-grant-${grants.length}`
      const app = apps[0] as FakeMastodonApp
      const { id: accountId } = accountNamed(ownName)
      grants.push({ app, redirectUri: '', accountId, scopes, code: token, challenge: undefined, token })
      return token
    },
    post,
    favourite,
    async start() {
      origin = await platform.listen()
      return origin
    },
    stop: () => platform.close(),
    clear: () => platform.reset(),
    standingPosts: () => standingPostsOf(accountNamed(ownName).id, platform.ledger),
    seedPost({ by, text }): PostRef {
      const username = by === 'account' ? ownName : otherName
      const id = post(username, { status: text })
      return { v: 1, platform: 'mastodon', kind: 'post', id, url: urlOf(username, id) }
    },
    seedComment({ post: { id: parent }, text }): InteractionRef {
      const id = post(otherName, { status: text, in_reply_to_id: parent })
      const author = accountNamed(otherName)
      // The comment says no name; its author's client would have put it there, and so would tell the account.
      notify(server(), accountNamed(ownName).id, author.id, 'mention', id)
      const acct = `${otherName}@${new URL(origin).host}`
      const facts = { type: 'status', authorId: author.id, acct, visibility: 'public' }
      return { v: 1, platform: 'mastodon', kind: 'interaction', id, url: urlOf(otherName, id), facts }
    },
    seedMessage({ text }): ConversationRef {
      const id = post(otherName, { status: `@${ownName} ${text}`, visibility: 'direct' })
      const facts = { lastStatusId: id, handles: [`${otherName}@${new URL(origin).host}`] }
      return { v: 1, platform: 'mastodon', kind: 'conversation', id, facts }
    },
    seedReaction: ({ post: { id } }) => favourite(otherName, id),
    async visitSignIn(url, decision) {
      platform.ledger.deniesSignIns = decision === 'refuse'
      const answer = await fetch(url, { redirect: 'manual' })
      return answer.headers.get('location') ?? `no way back: ${answer.status}`
    },
    otherProfile(): ProfileRef {
      const { id } = accountNamed(otherName)
      return { v: 1, platform: 'mastodon', kind: 'profile', id, url: `${origin}/@${otherName}` }
    },
    missing: {
      post: { ...missing, kind: 'post' },
      interaction: { ...missing, kind: 'interaction' },
      profile: { ...missing, kind: 'profile' },
    },
  }
}

const errorMessages: Readonly<Record<number, string>> = {
  401: 'The access token is invalid',
  403: 'This action is not allowed',
  404: 'Record not found',
  429: 'Too many requests',
  503: 'There was a temporary problem serving your request, please try again',
}

function standingPostsOf(accountId: string, ledger: FakeMastodonLedger): readonly StandingPost[] {
  return ledger.statuses
    .filter((status) => status.accountId === accountId && !status.deleted && status.reblogOfId === undefined)
    .map((status) => ({
      id: status.id,
      text: status.text,
      media: status.mediaIds.flatMap((id) => {
        const media = ledger.media.find((candidate) => candidate.id === id)
        return media ? [{ kind: media.mimeType.split('/', 1)[0] as MediaKind, alt: media.description }] : []
      }),
      poll: status.poll?.options,
      replyTo: status.inReplyToId,
      quote: status.quotedStatusId,
      visibility: visibilities[status.visibility],
      languages: status.language === undefined ? undefined : [status.language],
      contentWarning: status.spoilerText || undefined,
    }))
}
