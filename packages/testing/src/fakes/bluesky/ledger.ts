import type { FakeTools } from '../../fake-platform/fake-platform.ts'
import { didOf, recordCid } from './identifiers.ts'

/** A record of any kind: plain JSON with a `$type`. */
export type FakeBlueskyRecordValue = Readonly<Record<string, unknown>>

/** An account of the fake server. */
export interface FakeBlueskyAccount {
  readonly did: string
  readonly handle: string
  readonly appPassword: string
  /** Sessions opened before this instant, in epoch milliseconds, count as expired. */
  sessionsEndedAt: number
}

/** One record in an account's repository. */
export interface FakeBlueskyRecord {
  readonly uri: string
  readonly did: string
  readonly collection: string
  readonly rkey: string
  readonly cid: string
  readonly value: FakeBlueskyRecordValue
  /** Epoch milliseconds. */
  readonly writtenAt: number
}

/** One upload. */
export interface FakeBlueskyBlob {
  readonly cid: string
  readonly did: string
  readonly mimeType: string
  readonly size: number
}

/** A post that somebody saved. */
export interface FakeBlueskyBookmark {
  readonly did: string
  readonly uri: string
  readonly cid: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** A conversation of private messages. */
export interface FakeBlueskyConversation {
  readonly id: string
  /** DIDs, sorted. */
  readonly members: readonly string[]
  /** Oldest first. */
  readonly messages: FakeBlueskyMessage[]
}

/** One private message. */
export interface FakeBlueskyMessage {
  readonly id: string
  /** Who wrote it. */
  readonly did: string
  readonly content: { readonly text: string }
  /** Epoch milliseconds. */
  readonly sentAt: number
}

/** What the moderators were told, in the words of the request. */
export interface FakeBlueskyReport {
  readonly reasonType: string
  readonly reason?: string | undefined
  readonly subject: FakeBlueskyRecordValue
  /** DID. */
  readonly reportedBy: string
}

/** What the fake network truly holds. */
export interface FakeBlueskyLedger {
  readonly accounts: readonly FakeBlueskyAccount[]
  /** By AT URI, in the order of writing. Deleted records are gone. */
  readonly records: Map<string, FakeBlueskyRecord>
  /** `<did> <cid>` */
  readonly blobs: Map<string, FakeBlueskyBlob>
  /** `<did> <did of the muted>` */
  readonly mutes: Set<string>
  /** By `<did> <uri>`. */
  readonly bookmarks: Map<string, FakeBlueskyBookmark>
  readonly conversations: FakeBlueskyConversation[]
  readonly reports: FakeBlueskyReport[]
  /** What many talk about, the most first. */
  readonly trends: { readonly name: string; readonly postCount: number }[]
}

/** A ledger with accounts and nothing else. */
export function createLedger(handles: readonly string[]): FakeBlueskyLedger {
  return {
    accounts: handles.map((handle) => ({
      did: didOf(handle),
      handle,
      appPassword: appPasswordOf(handle),
      sessionsEndedAt: 0,
    })),
    records: new Map(),
    blobs: new Map(),
    mutes: new Set(),
    bookmarks: new Map(),
    conversations: [],
    reports: [],
    trends: [
      { name: 'Lemon cake', postCount: 1234 },
      { name: '#baking', postCount: 56 },
    ],
  }
}

/** The app password of an account of the fake: made of its handle, so that it can be known beforehand. */
export function appPasswordOf(handle: string): string {
  return `canary-bluesky-password-of-${handle}`
}

/** Writes a record, in place of one of the same key. */
export function writeRecord(
  ledger: FakeBlueskyLedger,
  tools: FakeTools,
  place: Pick<FakeBlueskyRecord, 'did' | 'collection' | 'rkey'>,
  value: FakeBlueskyRecordValue,
): FakeBlueskyRecord {
  const uri = `at://${place.did}/${place.collection}/${place.rkey}`
  const record = { uri, ...place, cid: recordCid(value), value, writtenAt: tools.clock.now() }
  ledger.records.set(uri, record)
  return record
}

/** The records of one account in one collection, oldest first. */
export function recordsOf(ledger: FakeBlueskyLedger, did: string, collection: string): readonly FakeBlueskyRecord[] {
  return [...ledger.records.values()].filter((record) => record.did === did && record.collection === collection)
}

/** An account by its DID or handle. */
export function findAccount(ledger: FakeBlueskyLedger, identifier: string): FakeBlueskyAccount | undefined {
  const wanted = identifier.toLowerCase()
  return ledger.accounts.find(({ did, handle }) => did === identifier || handle === wanted)
}
