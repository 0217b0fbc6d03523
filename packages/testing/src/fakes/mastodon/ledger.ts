import type { FakeTools } from '../../fake-platform/fake-platform.ts'
import { createFakeStream, type FakeStream } from '../../fake-platform/fake-stream.ts'
import type { NewStatusBody } from './create-status.ts'

/** An account of the fake server. */
export interface FakeMastodonAccount {
  readonly id: string
  readonly username: string
  readonly token: string
  readonly createdAt: number
}

/** A post, or a repost of one. */
export interface FakeMastodonStatus {
  readonly id: string
  readonly accountId: string
  text: string
  spoilerText: string
  sensitive: boolean
  readonly visibility: string
  language: string | undefined
  readonly inReplyToId: string | undefined
  readonly quotedStatusId: string | undefined
  /** Set when it repeats another; the text is empty then. */
  readonly reblogOfId: string | undefined
  mediaIds: readonly string[]
  poll: FakeMastodonPoll | undefined
  readonly createdAt: number
  /** Epoch milliseconds of the last edit. */
  editedAt: number | undefined
  /** Deleted posts stay in the ledger, so that a test can see what was there. */
  deleted: boolean
}

/** The poll of a post. */
export interface FakeMastodonPoll {
  readonly id: string
  readonly options: readonly string[]
  readonly multiple: boolean
  readonly expiresAt: number
}

/** One upload. */
export interface FakeMastodonMedia {
  readonly id: string
  readonly accountId: string
  readonly mimeType: string
  readonly byteLength: number
  readonly description: string | undefined
  readonly width: number | undefined
  readonly height: number | undefined
  /** Epoch milliseconds from which on it may be attached. */
  readonly readyAt: number
}

/** One notification, for `accountId` about something that `fromId` did. */
export interface FakeMastodonNotification {
  readonly id: string
  readonly accountId: string
  readonly fromId: string
  readonly type: string
  readonly statusId: string | undefined
  readonly createdAt: number
}

/** What somebody told the moderators. */
export interface FakeMastodonReport {
  readonly id: string
  readonly accountId: string
  readonly targetId: string
  readonly statusIds: readonly string[]
  readonly category: string
  readonly comment: string
  readonly createdAt: number
}

/** Words that an account does not want to see. */
export interface FakeMastodonFilter {
  readonly id: string
  readonly accountId: string
  readonly title: string
  readonly contexts: readonly string[]
  readonly action: string
  readonly keywords: readonly { readonly id: string; readonly keyword: string; readonly whole_word: boolean }[]
  readonly expiresAt: number | undefined
}

/** A post that waits for its time. */
export interface FakeMastodonScheduledStatus {
  readonly id: string
  readonly accountId: string
  readonly at: number
  readonly body: NewStatusBody
}

/** A developer app, as registered. */
export interface FakeMastodonApp {
  readonly id: string
  readonly name: string
  /** Where it may send people back to; anywhere when absent. */
  readonly redirectUri: string | undefined
  readonly scopes: readonly string[]
  readonly clientId: string
  readonly clientSecret: string
}

/** What somebody let an app do: first a code, then a token. */
export interface FakeMastodonGrant {
  readonly app: FakeMastodonApp
  readonly redirectUri: string
  readonly accountId: string
  readonly scopes: readonly string[]
  readonly code: string
  readonly challenge: string | undefined
  token: string | undefined
}

/** Something that is told while it happens; the names of posts' events are the API's. */
export type FakeMastodonEvent =
  | { readonly kind: 'update' | 'status.update' | 'delete'; readonly status: FakeMastodonStatus }
  | { readonly kind: 'notification'; readonly notification: FakeMastodonNotification }

/** What the fake server truly holds, in the order in which it came to be. */
export interface FakeMastodonLedger {
  readonly accounts: readonly FakeMastodonAccount[]
  readonly statuses: FakeMastodonStatus[]
  readonly media: FakeMastodonMedia[]
  readonly notifications: FakeMastodonNotification[]
  /** `<account id> <status id>` */
  readonly favourites: Set<string>
  /** `<account id> <status id>` */
  readonly bookmarks: Set<string>
  readonly reports: FakeMastodonReport[]
  readonly apps: FakeMastodonApp[]
  readonly grants: FakeMastodonGrant[]
  readonly revokedTokens: Set<string>
  /** `true`: whoever is sent to the authorize page says no. */
  deniesSignIns: boolean
  readonly events: FakeStream<FakeMastodonEvent>
  readonly filters: FakeMastodonFilter[]
  readonly scheduled: FakeMastodonScheduledStatus[]
  /** `<account id> <id of the account that it follows>` */
  readonly follows: Set<string>
  /** `<account id> <other account's id>` */
  readonly mutes: Set<string>
  /** `<account id> <other account's id>` */
  readonly blocks: Set<string>
  /** By `<account id> <key>`: which post, or scheduled post, a key made, and until when that is remembered. */
  readonly keys: Map<string, { readonly statusId: string; readonly expiresAt: number }>
}

/** The app that is registered from the start. */
export const ownClient = { clientId: 'fake-client', clientSecret: 'canary-mastodon-client-secret' } as const

/** A ledger with accounts, an app, and nothing else. */
export function createLedger(tools: FakeTools, usernames: readonly string[]): FakeMastodonLedger {
  return {
    accounts: usernames.map((username) => ({
      id: nextId(tools),
      username,
      token: tokenOf(username),
      createdAt: tools.clock.now(),
    })),
    statuses: [],
    media: [],
    notifications: [],
    favourites: new Set(),
    bookmarks: new Set(),
    reports: [],
    apps: [
      {
        id: nextId(tools),
        name: 'Tests',
        redirectUri: undefined,
        scopes: ['read', 'write', 'follow', 'push'],
        ...ownClient,
      },
    ],
    grants: [],
    revokedTokens: new Set(),
    deniesSignIns: false,
    events: createFakeStream(),
    filters: [],
    scheduled: [],
    follows: new Set(),
    mutes: new Set(),
    blocks: new Set(),
    keys: new Map(),
  }
}

/** The access token of an account of the fake: made of its name, so that it can be known beforehand. */
export function tokenOf(username: string): string {
  return `canary-mastodon-token-of-${username}`
}

/** As Mastodon makes ids: they grow with time, and are too long for a JavaScript number. */
export function nextId({ clock, nextNumber }: FakeTools): string {
  return String((BigInt(Math.trunc(clock.now())) << 16n) + BigInt(nextNumber()))
}

/** The key of a pair in one of the ledger's sets. */
export const pair = (one: string, other: string): string => `${one} ${other}`
