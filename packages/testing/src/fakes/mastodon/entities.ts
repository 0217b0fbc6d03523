import type {
  FakeMastodonAccount,
  FakeMastodonLedger,
  FakeMastodonMedia,
  FakeMastodonNotification,
  FakeMastodonStatus,
} from './ledger.ts'
import { pair } from './ledger.ts'
import { findHandles, renderContent } from './render-content.ts'

/** What makes an answer out of the ledger: where the server is, and who asks. */
export interface Viewpoint {
  readonly ledger: FakeMastodonLedger
  /** For example `http://127.0.0.1:41234`. */
  readonly origin: string
  readonly viewer: FakeMastodonAccount | undefined
  readonly nowMs: number
  /** GoToSocial says nothing of quotes. */
  readonly hasQuotes: boolean
}

const iso = (atMs: number) => new Date(atMs).toISOString()

/** https://docs.joinmastodon.org/entities/Account/ */
export function accountEntity(account: FakeMastodonAccount, { ledger, origin }: Viewpoint) {
  const image = `${origin}/avatars/${account.username}.png`
  const statuses = ledger.statuses.filter(({ accountId, deleted }) => accountId === account.id && !deleted)
  const last = statuses.at(-1)
  const follows = [...ledger.follows]
  return {
    id: account.id,
    username: account.username,
    acct: account.username,
    display_name: account.username,
    locked: false,
    bot: false,
    discoverable: true,
    indexable: false,
    group: false,
    created_at: iso(account.createdAt),
    note: `<p>${account.username} of the fake server</p>`,
    url: `${origin}/@${account.username}`,
    uri: `${origin}/users/${account.username}`,
    avatar: image,
    avatar_static: image,
    header: image,
    header_static: image,
    followers_count: follows.filter((entry) => entry.endsWith(` ${account.id}`)).length,
    following_count: follows.filter((entry) => entry.startsWith(`${account.id} `)).length,
    statuses_count: statuses.length,
    last_status_at: last ? iso(last.createdAt).slice(0, 10) : null,
    emojis: [],
    fields: [],
  }
}

/** https://docs.joinmastodon.org/entities/Account/#CredentialAccount */
export function credentialAccountEntity(account: FakeMastodonAccount, view: Viewpoint) {
  return {
    ...accountEntity(account, view),
    source: {
      privacy: 'public',
      sensitive: false,
      language: 'en',
      note: '',
      fields: [],
      follow_requests_count: 0,
      hide_collections: false,
      discoverable: true,
      indexable: false,
      attribution_domains: [],
      quote_policy: 'public',
    },
    role: { id: '-99', name: '', permissions: '65536', color: '', highlighted: false },
  }
}

/** https://docs.joinmastodon.org/entities/Status/ */
export function statusEntity(status: FakeMastodonStatus, view: Viewpoint): Record<string, unknown> {
  const { ledger, origin, viewer } = view
  const author = accountOf(status.accountId, ledger)
  const standing = ledger.statuses.filter(({ deleted }) => !deleted)
  const quoted = standing.find(({ id }) => id === status.quotedStatusId)
  const reblogged = standing.find(({ id }) => id === status.reblogOfId)
  const parent = standing.find(({ id }) => id === status.inReplyToId)
  const mentioned = mentionedAccounts(status.text, ledger, origin)
  return {
    id: status.id,
    created_at: iso(status.createdAt),
    edited_at: status.editedAt === undefined ? null : iso(status.editedAt),
    in_reply_to_id: parent?.id ?? null,
    in_reply_to_account_id: parent?.accountId ?? null,
    sensitive: status.sensitive,
    spoiler_text: status.spoilerText,
    visibility: status.visibility,
    language: status.language ?? null,
    uri: `${origin}/users/${author.username}/statuses/${status.id}`,
    url: `${origin}/@${author.username}/${status.id}`,
    replies_count: standing.filter(({ inReplyToId }) => inReplyToId === status.id).length,
    reblogs_count: standing.filter(({ reblogOfId }) => reblogOfId === status.id).length,
    favourites_count: [...ledger.favourites].filter((entry) => entry.endsWith(` ${status.id}`)).length,
    favourited: viewer !== undefined && ledger.favourites.has(pair(viewer.id, status.id)),
    reblogged: standing.some(({ reblogOfId, accountId }) => reblogOfId === status.id && accountId === viewer?.id),
    muted: false,
    bookmarked: viewer !== undefined && ledger.bookmarks.has(pair(viewer.id, status.id)),
    content: renderContent(status.text, origin, (username, host) => findLocal(username, host, ledger, origin)),
    reblog: reblogged ? statusEntity(reblogged, view) : null,
    application: { name: 'tests', website: null },
    account: accountEntity(author, view),
    media_attachments: status.mediaIds.flatMap((id) => {
      const media = ledger.media.find((candidate) => candidate.id === id)
      return media ? [mediaEntity(media, view)] : []
    }),
    mentions: mentioned.map(({ id, username }) => ({ id, username, acct: username, url: `${origin}/@${username}` })),
    tags: [],
    emojis: [],
    card: null,
    poll: status.poll ? pollEntity(status.poll, view.nowMs) : null,
    ...(view.hasQuotes && {
      quote: quoted ? { state: 'accepted', quoted_status: statusEntity(quoted, view) } : null,
      quotes_count: standing.filter(({ quotedStatusId }) => quotedStatusId === status.id).length,
    }),
  }
}

/** https://docs.joinmastodon.org/entities/MediaAttachment/ */
export function mediaEntity(media: FakeMastodonMedia, { origin, nowMs }: Viewpoint) {
  const url = `${origin}/media/${media.id}`
  const size =
    media.width && media.height
      ? { width: media.width, height: media.height, size: `${media.width}x${media.height}`, aspect: 1 }
      : undefined
  return {
    id: media.id,
    type: media.mimeType.split('/', 1)[0],
    url: nowMs < media.readyAt ? null : url,
    preview_url: nowMs < media.readyAt ? null : `${url}/small`,
    remote_url: null,
    meta: size ? { original: size, small: size } : null,
    description: media.description ?? null,
    blurhash: null,
  }
}

function pollEntity(poll: NonNullable<FakeMastodonStatus['poll']>, nowMs: number) {
  return {
    id: poll.id,
    expires_at: iso(poll.expiresAt),
    expired: nowMs >= poll.expiresAt,
    multiple: poll.multiple,
    votes_count: 0,
    voters_count: 0,
    voted: true,
    own_votes: [],
    options: poll.options.map((title) => ({ title, votes_count: 0 })),
    emojis: [],
  }
}

/** https://docs.joinmastodon.org/entities/Notification/ */
export function notificationEntity(notification: FakeMastodonNotification, view: Viewpoint) {
  const status = view.ledger.statuses.find(({ id }) => id === notification.statusId)
  return {
    id: notification.id,
    type: notification.type,
    created_at: iso(notification.createdAt),
    group_key: `ungrouped-${notification.id}`,
    account: accountEntity(accountOf(notification.fromId, view.ledger), view),
    ...(status ? { status: statusEntity(status, view) } : {}),
  }
}

/** https://docs.joinmastodon.org/entities/Relationship/ */
export function relationshipEntity(other: FakeMastodonAccount, { ledger, viewer }: Viewpoint) {
  const mine = viewer?.id ?? ''
  const muting = ledger.mutes.has(pair(mine, other.id))
  return {
    id: other.id,
    following: ledger.follows.has(pair(mine, other.id)),
    showing_reblogs: ledger.follows.has(pair(mine, other.id)),
    notifying: false,
    followed_by: ledger.follows.has(pair(other.id, mine)),
    blocking: ledger.blocks.has(pair(mine, other.id)),
    blocked_by: ledger.blocks.has(pair(other.id, mine)),
    muting,
    muting_notifications: muting,
    requested: false,
    requested_by: false,
    domain_blocking: false,
    endorsed: false,
    note: '',
  }
}

/** The server's own accounts that a text mentions, each once. */
export function mentionedAccounts(text: string, ledger: FakeMastodonLedger, origin: string): FakeMastodonAccount[] {
  const found = findHandles(text).flatMap(({ username, host }) => findLocal(username, host, ledger, origin) ?? [])
  return [...new Map(found.map((account) => [account.id, account])).values()]
}

function findLocal(username: string, host: string | undefined, ledger: FakeMastodonLedger, origin: string) {
  if (host !== undefined && host !== new URL(origin).host) return undefined
  const account = ledger.accounts.find((candidate) => candidate.username === username.toLowerCase())
  return account && { ...account, url: `${origin}/@${account.username}` }
}

function accountOf(id: string, ledger: FakeMastodonLedger): FakeMastodonAccount {
  const account = ledger.accounts.find((candidate) => candidate.id === id)
  if (!account) throw new Error(`the fake has no account ${id}`)
  return account
}
