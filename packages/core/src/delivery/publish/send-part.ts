import {
  guardPublish,
  type PublishPostInput,
  type PublishPostOutput,
  type StagedPost,
  TransportError,
} from '@tutti/model'
import type { DeliveryRun } from '../journal/delivery-run.ts'
import { recordOutcome } from '../journal/record-outcome.ts'
import { toDelivery } from '../journal/to-delivery.ts'
import { ownRef } from '../reconcile/ref-owner.ts'
import { outgoingPart } from './outgoing-part.ts'
import { type Failure, readFailure, readStageFailure } from './read-failure.ts'
import { stagePart } from './stage-part.ts'

/** How long a platform that has accepted a post may take to show it. */
const processingMs = 10 * 60_000

/**
 * Sends one part once: stage, guard, journal, commit, journal. Afterwards its state says what came of it.
 * @throws StoreError when the journal can't be written: before the commit, nothing was sent
 */
export async function sendPart(run: DeliveryRun, index: number): Promise<void> {
  if (run.options.signal?.aborted) return notSent(run, index)
  const outgoing = outgoingPart(run, index)
  let staged: StagedPost
  try {
    staged = await stagePart(run, index, outgoing)
  } catch (error) {
    await run.hold.ensureHeld()
    return recordFailure(run, index, 'stage', readStageFailure(error))
  }
  if (await isHeldBack(run, index, staged)) return
  if (run.options.signal?.aborted) return notSent(run, index)

  const now = run.core.clock.now()
  await run.updatePart(index, {
    state: 'publishing',
    createdAt: outgoing.createdAt,
    staged,
    sentAt: now,
    openSince: run.part(index).openSince ?? now,
    absentSince: undefined,
    notBefore: undefined,
    error: undefined,
  })
  await commit(run, index, { ...outgoing, staged })
}

/** The one request that makes something visible. The journal has it: from here on doubt means `unknown`. */
async function commit(run: DeliveryRun, index: number, input: PublishPostInput): Promise<void> {
  // The write may have taken longer than the lease: then somebody else reads back already.
  await run.hold.ensureHeld()
  const { channel, core, options, signal } = run
  let output: PublishPostOutput
  try {
    // The wait for a permit may be long, and a machine may sleep in it.
    output = await channel.call('publishPost', input, { ...options, signal, beforeCommit: run.hold.ensureHeld })
  } catch (error) {
    return recordFailure(run, index, 'publish', readFailure(error))
  }
  if (output.state === 'accepted') {
    const { staged } = output
    const attempt = { action: 'publish', outcome: 'accepted, still processing' } as const
    const deadlineAt = core.clock.now() + processingMs
    return recordOutcome(run, index, { state: 'processing', staged, deadlineAt }, { attempt })
  }
  const { ref, warnings } = output
  // Losing this costs a read-back of somebody else its certainty, never this post.
  await ownRef(run, index, ref).catch(() => core.log.warn('who owns a published post could not be stored'))
  const attempt = { action: 'publish', outcome: 'published' } as const
  await recordOutcome(
    run,
    index,
    { state: 'published', ref, warnings, confirmedBy: 'answer', openSince: undefined },
    { attempt },
  )
}

async function recordFailure(
  run: DeliveryRun,
  index: number,
  action: 'stage' | 'publish',
  failure: Failure,
): Promise<void> {
  const { error } = failure
  const attempt = { action, outcome: failure.kind, error }
  const { openSince, sentAt } = run.part(index)
  // With an earlier request still open, "already there" is the sign that it got through.
  const isRepeat = openSince !== sentAt
  const isEvidence = isRepeat && (error.code === 'duplicate' || error.code === 'conflict')
  if (failure.kind === 'unknown' || isEvidence) {
    return recordOutcome(run, index, { state: 'unknown', error }, { attempt })
  }
  const settled = isRepeat ? {} : { openSince: undefined }
  if (failure.kind === 'wait') {
    const notBefore = run.core.clock.now() + failure.retryAfterMs
    return recordOutcome(run, index, { state: 'queued', notBefore, error, ...settled }, { attempt })
  }
  await recordOutcome(run, index, { state: failure.kind, error, ...settled }, { attempt })
}

/** Without a pause a guard that says "later" would be asked all the time. */
const minPostponementMs = 1_000

/** Asks the guards. What they have let begin can still be told to wait, but not be torn for good. */
async function isHeldBack(run: DeliveryRun, index: number, staged: StagedPost): Promise<boolean> {
  const { core, record } = run
  const denial = await core.hooks.runGuard(guardPublish, { prepared: record.prepared, delivery: toDelivery(record) })
  if (denial?.retryAfterMs !== undefined) {
    const notBefore = core.clock.now() + Math.max(denial.retryAfterMs, minPostponementMs)
    // What is uploaded is kept: waiting must not upload it again and again.
    await run.updatePart(index, { state: 'queued', staged, notBefore }, { reason: denial.deny })
    return true
  }
  if (run.memory.isGuarded) return false
  run.memory.isGuarded = denial === undefined
  if (denial) await run.updatePart(index, { state: 'held' }, { reason: denial.deny })
  return denial !== undefined
}

function notSent(run: DeliveryRun, index: number): Promise<void> {
  const error = new TransportError({ code: 'aborted', message: 'the caller stopped before anything was sent' })
  return run.updatePart(index, { state: 'not-sent', error: error.toJSON() })
}
