import { asArray, asString, requireObject, requireString } from '@tutti/adapter-kit'
import type { HttpAnswer, OperationContext } from '@tutti/model'
import { writeCosts } from '../limits.ts'
import { membersOf, type Raw } from '../read/members-of.ts'
import { formatAtUri, parseAtUri } from './at-uri.ts'
import { ownDid } from './own-did.ts'
import { orUndefined, procedure, query } from './xrpc.ts'

/** Names one version of one record: what replies, quotes and likes must carry. */
// A type, not an interface: only a type is assignable to JsonObject.
export type StrongRef = { readonly uri: string; readonly cid: string }

/** A record as it stands. */
export interface StoredRecord extends StrongRef {
  readonly value: Raw
}

/** Reads a record of any account; `undefined` when there is none. The account's own are read from where they are written. */
export async function getRecord(context: OperationContext, uri: string): Promise<StoredRecord | undefined> {
  const parts = parseAtUri(uri)
  if (!parts) return undefined
  const { did: repo, collection, rkey } = parts
  const answer = await orUndefined(query(context, 'com.atproto.repo.getRecord', { repo, collection, rkey }))
  if (!answer) return undefined
  const { cid, value } = membersOf(answer.body)
  return { uri, cid: requireString(cid, 'cid'), value: requireObject(value, 'value') }
}

/** Creates a record of the account's own: 3 points. The server makes up the key when there is none. */
export async function createRecord(
  context: OperationContext,
  input: { readonly collection: string; readonly rkey?: string | undefined; readonly record: Raw },
  commit = false,
): Promise<{ readonly ref: StrongRef; readonly raw: unknown }> {
  const { collection, rkey, record } = input
  const answer = await procedure(
    context,
    'com.atproto.repo.createRecord',
    { repo: await ownDid(context), collection, rkey, record: { $type: collection, ...record } },
    { bucket: 'writes', cost: writeCosts.create, commit },
  )
  const { uri, cid } = membersOf(answer.body)
  return { ref: { uri: requireString(uri, 'uri'), cid: requireString(cid, 'cid') }, raw: answer.body }
}

/** Writes a record of the account's own, only if it still stands as `swapRecord` says; `null`: not at all. 2 points. */
export async function putRecord(
  context: OperationContext,
  input: {
    readonly collection: string
    readonly rkey: string
    readonly record: Raw
    readonly swapRecord: string | null
  },
): Promise<HttpAnswer> {
  const { collection, rkey, record, swapRecord } = input
  return procedure(
    context,
    'com.atproto.repo.putRecord',
    { repo: await ownDid(context), collection, rkey, record: { $type: collection, ...record }, swapRecord },
    { bucket: 'writes', cost: writeCosts.update },
  )
}

/** Deletes a record of the account's own; one that is gone is no error (recorded). 1 point. Repeatable. */
export async function deleteRecord(
  context: OperationContext,
  input: { readonly collection: string; readonly rkey: string },
): Promise<HttpAnswer> {
  return procedure(
    context,
    'com.atproto.repo.deleteRecord',
    { repo: await ownDid(context), ...input },
    { bucket: 'writes', cost: writeCosts.delete, repeatable: true },
  )
}

/** The account's own newest record of a collection, of the last 100, that `matches`. */
export async function findOwnRecord(
  context: OperationContext,
  collection: string,
  matches: (record: Raw) => boolean,
): Promise<string | undefined> {
  const answer = await query(context, 'com.atproto.repo.listRecords', {
    repo: await ownDid(context),
    collection,
    limit: 100,
  })
  const found = asArray(membersOf(answer.body).records)
    .map(membersOf)
    .find((record) => matches(membersOf(record.value)))
  return asString(found?.uri)
}

/** The AT URI of a record of the account's own. */
export async function ownUri(context: OperationContext, collection: string, rkey: string): Promise<string> {
  return formatAtUri({ did: await ownDid(context), collection, rkey })
}
