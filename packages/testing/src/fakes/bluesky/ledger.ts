import { createIdentityLedger, type FakeIdentityLedger } from '../../fake-identity/ledger.ts'
import type { FakeTools } from '../../fake-platform/fake-platform.ts'
import { createFakeStream, type FakeStream } from '../../fake-platform/fake-stream.ts'
import { didOf, recordCid } from './identifiers.ts'

/** A record of any kind: plain JSON with a `$type`. */
export type FakeBlueskyRecordValue = Readonly<Record<string, unknown>>

/** An account of the fake server. */
export interface FakeBlueskyAccount {
  readonly did: string
  readonly handle: string
  readonly appPassword: string
  /** Sessions whose tokens have this number or a lower one count as expired. */
  lastEndedToken: number
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

/** A video that the video service has. */
export interface FakeBlueskyVideoJob {
  readonly id: string
  readonly did: string
  readonly cid: string
  readonly size: number
  /** How often somebody asked how far it is. */
  asked: number
}

/** What became of one record. */
export interface FakeBlueskyChange {
  readonly collection: string
  readonly rkey: string
  readonly action: 'create' | 'update' | 'delete'
  readonly cid: string
  /** Absent when the record was deleted. */
  readonly value?: FakeBlueskyRecordValue | undefined
}

/** What was written at once. */
export interface FakeBlueskyCommit {
  readonly did: string
  readonly changes: readonly FakeBlueskyChange[]
  /** Epoch milliseconds. */
  readonly at: number
}

/** What the fake network truly holds, its authorization server included. */
export interface FakeBlueskyLedger extends FakeIdentityLedger {
  readonly accounts: readonly FakeBlueskyAccount[]
  /** By AT URI, in the order of writing. Deleted records are gone. */
  readonly records: Map<string, FakeBlueskyRecord>
  /** `<did> <cid>` */
  readonly blobs: Map<string, FakeBlueskyBlob>
  /** `<did> <did of the muted>` */
  readonly mutes: Set<string>
  /** By `<did> <uri>`. */
  readonly bookmarks: Map<string, FakeBlueskyBookmark>
  /** By token: whom it stands for, and what it is good for. */
  readonly serviceTokens: Map<string, { readonly did: string; readonly lxm: string; readonly aud: string }>
  readonly videoJobs: FakeBlueskyVideoJob[]
  /** What is told to all who listen. */
  readonly stream: FakeStream<FakeBlueskyCommit>
  readonly conversations: FakeBlueskyConversation[]
  readonly reports: FakeBlueskyReport[]
  /** What many talk about, the most first. */
  readonly trends: { readonly name: string; readonly postCount: number }[]
}

/** A ledger with accounts and nothing else. */
export function createLedger(handles: readonly string[]): FakeBlueskyLedger {
  return {
    ...createIdentityLedger(),
    accounts: handles.map((handle) => ({
      did: didOf(handle),
      handle,
      appPassword: appPasswordOf(handle),
      lastEndedToken: 0,
    })),
    records: new Map(),
    blobs: new Map(),
    mutes: new Set(),
    bookmarks: new Map(),
    serviceTokens: new Map(),
    videoJobs: [],
    stream: createFakeStream(),
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

/** Where a record stands. */
export type FakeBlueskyPlace = Pick<FakeBlueskyRecord, 'did' | 'collection' | 'rkey'>

/** Writes a record, in place of one of the same key. */
export function writeRecord(
  ledger: FakeBlueskyLedger,
  tools: FakeTools,
  place: FakeBlueskyPlace,
  value: FakeBlueskyRecordValue,
): FakeBlueskyRecord {
  return writeRecords(ledger, tools, [{ place, value }])[0] as FakeBlueskyRecord
}

/** Writes records of one account in one commit. */
export function writeRecords(
  ledger: FakeBlueskyLedger,
  tools: FakeTools,
  writes: readonly { readonly place: FakeBlueskyPlace; readonly value: FakeBlueskyRecordValue }[],
): readonly FakeBlueskyRecord[] {
  const at = tools.clock.now()
  const records = writes.map(({ place, value }) => {
    const uri = `at://${place.did}/${place.collection}/${place.rkey}`
    return { uri, ...place, cid: recordCid(value), value, writtenAt: at }
  })
  const changes = records.map((record): FakeBlueskyChange => {
    const action = ledger.records.has(record.uri) ? 'update' : 'create'
    return { ...record, action }
  })
  for (const record of records) ledger.records.set(record.uri, record)
  ledger.stream.push({ did: records[0]?.did ?? '', changes, at })
  return records
}

/** Deletes a record. @returns whether there was one */
export function deleteRecord(ledger: FakeBlueskyLedger, tools: FakeTools, uri: string): boolean {
  const record = ledger.records.get(uri)
  if (!record) return false
  ledger.records.delete(uri)
  const { did, collection, rkey, cid } = record
  ledger.stream.push({ did, changes: [{ collection, rkey, cid, action: 'delete' }], at: tools.clock.now() })
  return true
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
