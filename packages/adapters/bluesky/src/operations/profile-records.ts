import { asString } from '@tutti/adapter-kit'
import type { Acknowledged, OperationContext, ProfileRef } from '@tutti/model'
import { parseAtUri } from '../protocol/at-uri.ts'
import { collections } from '../protocol/collections.ts'
import { createRecord, deleteRecord, findOwnRecord } from '../protocol/records.ts'
import { query } from '../protocol/xrpc.ts'
import { membersOf } from '../read/members-of.ts'

/** A follow or block is a record of the account's own that names the other's DID. */
type ProfileRecordKind = 'follow' | 'block'

/** Where a profile's view names the account's own record about it. */
const viewerMembers = { follow: 'following', block: 'blocking' } as const

/** Writes the record, unless there is one. */
export async function addProfileRecord(
  kind: ProfileRecordKind,
  profile: ProfileRef,
  context: OperationContext,
): Promise<Acknowledged> {
  const present = await findProfileRecord(kind, profile, context)
  if (present !== undefined) return { warnings: [], raw: { uri: present } }
  const { raw } = await createRecord(context, {
    collection: collections[kind],
    record: { subject: profile.id, createdAt: new Date(context.clock.now()).toISOString() },
  })
  return { warnings: [], raw }
}

/** Deletes the record; where there is none, that is so already. */
export async function removeProfileRecord(
  kind: ProfileRecordKind,
  profile: ProfileRef,
  context: OperationContext,
): Promise<Acknowledged> {
  const present = await findProfileRecord(kind, profile, context)
  const parts = present === undefined ? undefined : parseAtUri(present)
  if (!parts) return { warnings: [], raw: undefined }
  const answer = await deleteRecord(context, { collection: parts.collection, rkey: parts.rkey })
  return { warnings: [], raw: answer.body }
}

/** The AppView knows all records but those of the last seconds, the account's server the newest. */
async function findProfileRecord(
  kind: ProfileRecordKind,
  profile: ProfileRef,
  context: OperationContext,
): Promise<string | undefined> {
  const newest = await findOwnRecord(context, collections[kind], (record) => record.subject === profile.id)
  if (newest !== undefined) return newest
  const answer = await query(context, 'app.bsky.actor.getProfile', { actor: profile.id })
  return asString(membersOf(membersOf(answer.body).viewer)[viewerMembers[kind]])
}
