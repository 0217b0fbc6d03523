import { RejectedError } from '@tutti/model'
import type { DeliveryRun } from '../journal/delivery-run.ts'
import { recordOutcome } from '../journal/record-outcome.ts'
import { findMatches } from '../reconcile/find-matches.ts'
import { toErrorRecord } from './read-failure.ts'
import { waitUntil } from './wait.ts'

const firstPollMs = 1_000
const maxPollMs = 30_000

/**
 * Waits for a platform that has accepted a part and is still at it.
 * @returns when to look again, in epoch milliseconds; nothing when it has moved on
 */
export async function awaitProcessing(run: DeliveryRun, index: number): Promise<number | undefined> {
  const { clock } = run.core
  const { deadlineAt = clock.now() } = run.part(index)
  const until = clock.now() + (run.options.reconcileWithinMs ?? 30_000)
  const canLook = run.channel.adapter.operations.findPost !== undefined
  for (let pollMs = firstPollMs; ; pollMs = Math.min(pollMs * 2, maxPollMs)) {
    if (canLook && (await look(run, index))) return undefined
    const nextAt = clock.now() + pollMs
    if (!canLook || nextAt > deadlineAt) return giveUp(run, index)
    if (nextAt > until || !(await waitUntil(run, nextAt))) return nextAt
  }
}

/** @returns true when the part has moved on */
async function look(run: DeliveryRun, index: number): Promise<boolean> {
  try {
    const { matches } = await findMatches(run, index)
    const [ref] = matches
    if (!ref || matches.length > 1) return false
    await recordOutcome(
      run,
      index,
      { state: 'published', ref, confirmedBy: 'read-back', openSince: undefined },
      { attempt: { action: 'find', outcome: 'processed by the platform' } },
    )
    return true
  } catch (error) {
    // Anything but a refusal is trouble with looking, not with the post.
    if (!RejectedError.isInstance(error) || error.code !== 'rejected') return rethrowOurs(run)
    const record = toErrorRecord(error, 'unknown')
    const attempt = { action: 'find', outcome: 'rejected', error: record } as const
    await recordOutcome(run, index, { state: 'rejected', error: record, openSince: undefined }, { attempt })
    return true
  }
}

async function rethrowOurs(run: DeliveryRun): Promise<false> {
  await run.hold.ensureHeld()
  return false
}

async function giveUp(run: DeliveryRun, index: number): Promise<undefined> {
  await run.updatePart(index, { state: 'unknown' })
}
