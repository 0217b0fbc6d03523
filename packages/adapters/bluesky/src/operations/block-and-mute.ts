import type { Acknowledged, OperationContext, StableOperationVocabulary } from '@tutti/model'
import { procedure } from '../protocol/xrpc.ts'
import { addProfileRecord, removeProfileRecord } from './profile-records.ts'

type ProfileInput = Parameters<StableOperationVocabulary['blockProfile']>[0]

/** Blocks a profile, which everybody can see. Blocking twice changes nothing. */
export function blockProfile({ profile }: ProfileInput, context: OperationContext): Promise<Acknowledged> {
  return addProfileRecord('block', profile, context)
}

/** Takes a block back. */
export function unblockProfile({ profile }: ProfileInput, context: OperationContext): Promise<Acknowledged> {
  return removeProfileRecord('block', profile, context)
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
