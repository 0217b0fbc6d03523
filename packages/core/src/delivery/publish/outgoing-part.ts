import type { OutgoingPart, PostRef, ReplyTarget } from '@tutti/model'
import type { DeliveryRun } from '../journal/delivery-run.ts'

/** A part as the adapter gets it: hung below the part before it. */
export function outgoingPart(run: DeliveryRun, index: number): OutgoingPart {
  const { key, createdAt } = run.part(index)
  return {
    part: run.content(index),
    key,
    createdAt: createdAt ?? run.core.clock.now(),
    replyTo: replyTarget(run, index),
  }
}

function replyTarget(run: DeliveryRun, index: number): ReplyTarget | undefined {
  const { replyTo } = run.record.prepared
  if (index === 0) return replyTo && { parent: replyTo, root: replyTo }
  return { parent: refOf(run, index - 1), root: replyTo ?? refOf(run, 0) }
}

function refOf(run: DeliveryRun, index: number): PostRef {
  const { ref } = run.part(index)
  if (!ref) throw new RangeError(`part ${index} is not published yet`)
  return ref
}
