import type { OutgoingPart, StagedPost } from '@tutti/model'
import type { DeliveryRun } from '../journal/delivery-run.ts'

// Something that expires while the request is on its way is as good as expired.
const expiryMarginMs = 60_000

/** Whether what was staged for a part can still be published. */
export function isStaged(staged: StagedPost | undefined, now: number): staged is StagedPost {
  return staged !== undefined && (staged.expiresAt === undefined || staged.expiresAt - expiryMarginMs > now)
}

/** Uploads what the part needs, unless it waits on the platform already. Never visible, may be repeated. */
export async function stagePart(run: DeliveryRun, index: number, outgoing: OutgoingPart): Promise<StagedPost> {
  const { staged } = run.part(index)
  if (isStaged(staged, run.core.clock.now())) return staged
  const { channel, options } = run
  if (!channel.adapter.operations.stagePost) return { facts: {} }
  return channel.call('stagePost', outgoing, options)
}
