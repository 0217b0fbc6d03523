import { asString } from '@tutti/adapter-kit'
import type { OperationContext } from '@tutti/model'
import { TuttiError } from '@tutti/model'
import { membersOf } from '../read/members-of.ts'
import { query } from './xrpc.ts'

/** The DID of a handle; `undefined` when it is nobody's. */
export async function resolveHandle(handle: string, context: OperationContext): Promise<string | undefined> {
  try {
    const answer = await query(context, 'com.atproto.identity.resolveHandle', { handle })
    return asString(membersOf(answer.body).did)
  } catch (error) {
    // Unknown handles are `HandleNotFound`, impossible ones `InvalidRequest`.
    if (TuttiError.isInstance(error) && (error.code === 'not-found' || error.code === 'rejected')) return undefined
    throw error
  }
}
