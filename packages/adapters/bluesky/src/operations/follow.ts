import type { Acknowledged, OperationContext, StableOperationVocabulary } from '@tutti/model'
import { addProfileRecord, removeProfileRecord } from './profile-records.ts'

type ProfileInput = Parameters<StableOperationVocabulary['followProfile']>[0]

/** Follows a profile. Following twice changes nothing. */
export function followProfile({ profile }: ProfileInput, context: OperationContext): Promise<Acknowledged> {
  return addProfileRecord('follow', profile, context)
}

/** Stops following a profile. */
export function unfollowProfile({ profile }: ProfileInput, context: OperationContext): Promise<Acknowledged> {
  return removeProfileRecord('follow', profile, context)
}
