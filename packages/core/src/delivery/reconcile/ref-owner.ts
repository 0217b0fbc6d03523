import { type Json, type PostRef, StoreError } from '@tutti/model'
import type { ChannelRuntime, CoreRuntime } from '../../runtime.ts'

/** Which delivery a post on a platform belongs to: so that a read-back never takes another delivery's post. */
const collection = 'published-refs'

/** Whose part it is about. */
export interface RefClaimant {
  readonly core: CoreRuntime
  readonly channel: ChannelRuntime
  readonly record: { readonly postId: string }
}

/**
 * Whether `findPost` can't confuse two posts of one account with the same text: it looks for our own
 * name or container, so nobody needs to keep who owns what.
 */
export function findsExactly(claimant: RefClaimant): boolean {
  return claimant.channel.adapter.guarantees.publish.some(({ kind }) => kind === 'client-id' || kind === 'two-step')
}

/** Notes that the platform itself named this post as the part's: that outweighs any read-back. */
export async function ownRef(claimant: RefClaimant, index: number, ref: PostRef): Promise<void> {
  if (findsExactly(claimant)) return
  await claimant.core.store.documents.put(collection, refKey(claimant, ref), ownerOf(claimant, index), 'any')
}

/** Takes a post that was found for this part. @returns false when it belongs to another one */
export async function claimRef(claimant: RefClaimant, index: number, ref: PostRef): Promise<boolean> {
  try {
    await claimant.core.store.documents.put(collection, refKey(claimant, ref), ownerOf(claimant, index), 'absent')
    return true
  } catch (error) {
    if (!StoreError.isInstance(error) || error.code !== 'store-conflict') throw error
    return !(await isOwnedByOther(claimant, index, ref))
  }
}

/** Whether a post that was found belongs to another part or delivery. */
export async function isOwnedByOther(claimant: RefClaimant, index: number, ref: PostRef): Promise<boolean> {
  const owner = await claimant.core.store.documents.get<Owner>(collection, refKey(claimant, ref))
  if (!owner) return false
  return owner.value.postId !== claimant.record.postId || owner.value.part !== index
}

type Owner = { readonly postId: string; readonly part: number }

function ownerOf(claimant: RefClaimant, part: number): Json {
  return { postId: claimant.record.postId, part } satisfies Owner
}

// Ids are unique on one server only, and a channel is on one server.
function refKey(claimant: RefClaimant, ref: PostRef): string {
  return `${encodeURIComponent(claimant.channel.id)} ${encodeURIComponent(ref.id)}`
}
