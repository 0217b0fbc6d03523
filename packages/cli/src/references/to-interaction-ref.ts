import type { InteractionRef, PostRef } from '@tutti/model'

/** What people wrote is a post on many platforms: with the same id and facts it is an interaction to be answered. */
export function toInteractionRef(ref: PostRef | InteractionRef): InteractionRef {
  return { ...ref, kind: 'interaction' }
}
