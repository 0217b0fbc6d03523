import type { PreparedPost } from '@tutti/model'
import { deepFreeze } from '../../deep-freeze.ts'
import { contentHashOf } from './content-hash.ts'

/** Prepared posts whose hash was computed here and that nobody can have changed since: they are frozen. */
const sealed = new WeakSet<PreparedPost>()

/** Computes the hash of a prepared post and freezes it with it. Nothing in it may belong to somebody else. */
export async function sealPost(unhashed: Omit<PreparedPost, 'contentHash'>): Promise<PreparedPost> {
  const computed = contentHashOf(unhashed)
  const contentHash = typeof computed === 'string' ? computed : await computed
  return seal({ ...unhashed, contentHash })
}

/**
 * The prepared post as it was sealed, whoever has kept it meanwhile. @returns nothing when its
 * content is not what was prepared
 */
export async function openSeal(prepared: PreparedPost): Promise<PreparedPost | undefined> {
  if (sealed.has(prepared)) return prepared
  // Copied first, so that what is checked is what is sent.
  const copy: PreparedPost = JSON.parse(JSON.stringify(prepared))
  return (await contentHashOf(copy)) === copy.contentHash ? seal(copy) : undefined
}

function seal(prepared: PreparedPost): PreparedPost {
  sealed.add(deepFreeze(prepared))
  return prepared
}
