import type { InteractionRef, OperationContext, PostRef } from '@tutti/model'
import { RejectedError } from '@tutti/model'
import type { AtUri } from './at-uri.ts'
import { ownDid } from './own-did.ts'
import { requirePostUri } from './resolve-refs.ts'

/**
 * The parts of the AT URI of a post that must be the account's own.
 * @throws InvalidInputError `invalid-input` when it is no post; RejectedError `forbidden` when it is somebody else's
 */
export async function requireOwnPost(
  ref: PostRef | InteractionRef,
  context: OperationContext,
  path: string,
): Promise<AtUri> {
  const parts = requirePostUri(ref, path)
  if (parts.did === (await ownDid(context))) return parts
  throw new RejectedError({
    code: 'forbidden',
    message: `${ref.id} is a post of another account`,
    path,
    outcome: 'not-sent',
  })
}
