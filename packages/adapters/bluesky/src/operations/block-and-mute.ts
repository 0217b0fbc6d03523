import { asString } from '@tutti/adapter-kit'
import type { Acknowledged, OperationContext, ProfileRef, StableOperationVocabulary } from '@tutti/model'
import { parseAtUri } from '../protocol/at-uri.ts'
import { collections } from '../protocol/collections.ts'
import { createRecord, deleteRecord, findOwnRecord } from '../protocol/records.ts'
import { procedure, query } from '../protocol/xrpc.ts'
import { membersOf } from '../read/members-of.ts'

type ProfileInput = Parameters<StableOperationVocabulary['blockProfile']>[0]

/** Blocks a profile, which everybody can see. Blocking twice changes nothing. */
export async function blockProfile({ profile }: ProfileInput, context: OperationContext): Promise<Acknowledged> {
  const present = await findBlock(profile, context)
  if (present !== undefined) return { warnings: [], raw: { uri: present } }
  const { raw } = await createRecord(context, {
    collection: collections.block,
    record: { subject: profile.id, createdAt: new Date(context.clock.now()).toISOString() },
  })
  return { warnings: [], raw }
}

/** Takes a block back. */
export async function unblockProfile({ profile }: ProfileInput, context: OperationContext): Promise<Acknowledged> {
  const present = await findBlock(profile, context)
  const parts = present === undefined ? undefined : parseAtUri(present)
  if (!parts) return { warnings: [], raw: undefined }
  const answer = await deleteRecord(context, { collection: parts.collection, rkey: parts.rkey })
  return { warnings: [], raw: answer.body }
}

/** Mutes a profile; nobody else sees that. */
export function muteProfile(input: ProfileInput, context: OperationContext): Promise<Acknowledged> {
  return callMute('app.bsky.graph.muteActor', input, context)
}

/** Takes a mute back. */
export function unmuteProfile(input: ProfileInput, context: OperationContext): Promise<Acknowledged> {
  return callMute('app.bsky.graph.unmuteActor', input, context)
}

async function callMute(method: string, { profile }: ProfileInput, context: OperationContext): Promise<Acknowledged> {
  const answer = await procedure(context, method, { actor: profile.id }, { repeatable: true })
  return { warnings: [], raw: answer.body }
}

async function findBlock(profile: ProfileRef, context: OperationContext): Promise<string | undefined> {
  const newest = await findOwnRecord(context, collections.block, (record) => record.subject === profile.id)
  if (newest !== undefined) return newest
  const answer = await query(context, 'app.bsky.actor.getProfile', { actor: profile.id })
  return asString(membersOf(membersOf(answer.body).viewer).blocking)
}
