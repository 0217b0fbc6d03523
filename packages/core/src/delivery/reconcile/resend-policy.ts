import type { DeliveryRecord, Guarantees, PartDelivery } from '@tutti/model'
import { isStaged } from '../publish/stage-part.ts'

/** The request must arrive while the server still remembers the key. */
const keyMarginMs = 60_000

/** So many sends of one part that all vanish point at something that more of them won't mend. */
const maxSends = 4

/** What to do with a part that is proved absent. */
export type ResendDecision = { readonly resend: true } | { readonly resend: false; readonly reason: string }

/** Decides about a repeat from what this very server is known to guarantee; without that, the author has said. */
export function decideResend(
  record: DeliveryRecord,
  part: PartDelivery,
  guarantees: Guarantees | undefined,
  now: number,
): ResendDecision {
  const sends = record.attempts.filter((attempt) => attempt.action === 'publish' && attempt.part === part.index).length
  if (sends >= maxSends) {
    return { resend: false, reason: `it was sent ${sends} times and is on the platform none of them` }
  }
  if (guarantees && isProtected(part, guarantees, now)) return { resend: true }
  if (record.options.onAbsent === 'resend') return { resend: true }
  return {
    resend: false,
    reason: 'its answer was lost, it is not on the platform, and nothing there protects a repeat',
  }
}

function isProtected(part: PartDelivery, guarantees: Guarantees, now: number): boolean {
  return guarantees.publish.some((guarantee) => {
    switch (guarantee.kind) {
      case 'key':
        return now - (part.openSince ?? 0) + keyMarginMs < guarantee.honouredForMs
      case 'client-id':
        return true
      case 'two-step':
        // A container made anew would be another post.
        return isStaged(part.staged, now)
      default:
        return false
    }
  })
}
