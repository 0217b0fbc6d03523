import { type Guarantees, type PostRef, reconciliationStarted, TuttiError } from '@tutti/model'
import type { ReconciliationOptions } from '../../client/types.ts'
import type { DeliveryRun } from '../journal/delivery-run.ts'
import { recordOutcome } from '../journal/record-outcome.ts'
import { toErrorRecord } from '../publish/read-failure.ts'
import { waitUntil } from '../publish/wait.ts'
import { type Found, findMatches } from './find-matches.ts'
import { openTwin } from './open-twin.ts'
import { claimRef, findsExactly, isOwnedByOther } from './ref-owner.ts'
import { decideResend } from './resend-policy.ts'

/** What reading back came to. `later`: not settled yet, go on at `at`. `resend`: absent, and a repeat is allowed. */
export type Reconciled =
  | { readonly kind: 'settled' }
  | { readonly kind: 'resend' }
  | { readonly kind: 'later'; readonly at: number }

/** Reading back looks again after trouble: soon at first, ever later while the trouble lasts. */
const minRetryMs = 5_000
const maxRetryMs = 10 * 60_000

/**
 * Finds out what became of a part whose answer was lost. Sends nothing.
 * @throws StoreError when another worker has taken over, or the journal fails
 */
export async function reconcile(run: DeliveryRun, index: number, times: ReconciliationOptions): Promise<Reconciled> {
  const { core, channel, record } = run
  const { clock } = core
  core.events.emit(reconciliationStarted, { postId: record.postId, channel: record.channel, part: index })
  if (!channel.adapter.operations.findPost) return ask(run, index, 'this platform gives no way to read back')

  const guarantees = await readGuarantees(run)
  const declared = guarantees ?? channel.adapter.guarantees
  const lateCommitMs = times.lateCommitMs ?? declared.lateCommitMs
  const consistencyMs = times.consistencyMs ?? declared.consistencyMs
  const until = clock.now() + (run.options.reconcileWithinMs ?? 30_000)
  let nextAt = (run.part(index).sentAt ?? clock.now()) + consistencyMs
  for (;;) {
    if (nextAt > until && nextAt > clock.now()) return { kind: 'later', at: nextAt }
    if (!(await waitUntil(run, nextAt))) return { kind: 'later', at: clock.now() }
    // What is committed at the last moment takes as long as anything to be seen.
    const looked = await look(run, index, lateCommitMs + consistencyMs)
    if (looked.kind === 'absent') {
      const decision = decideResend(run.record, run.part(index), guarantees, clock.now())
      return decision.resend ? { kind: 'resend' } : ask(run, index, decision.reason)
    }
    if (looked.kind !== 'later') return looked
    nextAt = looked.at
  }
}

type Looked = Exclude<Reconciled, { readonly kind: 'resend' }> | { readonly kind: 'absent' }

/** Reads once and journals what it showed. */
async function look(run: DeliveryRun, index: number, settlingMs: number): Promise<Looked> {
  let found: Found
  try {
    found = await findMatches(run, index)
  } catch (error) {
    await run.hold.ensureHeld()
    return unreadable(run, index, error)
  }
  const own: PostRef[] = []
  for (const match of found.matches) if (!(await isOwnedByOther(run, index, match))) own.push(match)
  if (own.length > 1) return ask(run, index, `several posts there may be it: ${own.map(place).join(', ')}`)
  return own[0] ? take(run, index, own[0]) : noteAbsence(run, index, found.complete, settlingMs)
}

/** Journals the one post that was found, unless it may be that of another delivery with the same text. */
async function take(run: DeliveryRun, index: number, ref: PostRef): Promise<Looked> {
  if (!findsExactly(run)) {
    const twin = await openTwin(run, index)
    const later = { kind: 'later', at: run.core.clock.now() + minRetryMs } as const
    if (twin === 'publishing' || twin === 'processing') return later
    if (twin) return ask(run, index, `the post at ${place(ref)} is this one or another of the same text`)
    if (!(await claimRef(run, index, ref))) return later
  }
  await recordOutcome(
    run,
    index,
    {
      state: 'published',
      ref,
      confirmedBy: 'read-back',
      openSince: undefined,
      absentSince: undefined,
      error: undefined,
    },
    { attempt: { action: 'find', outcome: 'found on the platform' } },
  )
  return { kind: 'settled' }
}

/** One look proves nothing: the platform may still be committing what it got. */
async function noteAbsence(run: DeliveryRun, index: number, complete: boolean, settlingMs: number): Promise<Looked> {
  const now = run.core.clock.now()
  const { absentSince, sentAt = now } = run.part(index)
  if (!complete) {
    if (now >= sentAt + settlingMs) return ask(run, index, 'the platform does not show everything since it was sent')
    return { kind: 'later', at: sentAt + settlingMs }
  }
  if (absentSince === undefined) {
    const attempt = { action: 'find', outcome: 'not on the platform yet' } as const
    await run.updatePart(index, { absentSince: now }, { attempt })
    return { kind: 'later', at: now + settlingMs }
  }
  return now - absentSince >= settlingMs ? { kind: 'absent' } : { kind: 'later', at: absentSince + settlingMs }
}

const noRight: readonly string[] = ['forbidden', 'unsupported-operation', 'not-offered']

async function unreadable(run: DeliveryRun, index: number, error: unknown): Promise<Looked> {
  if (TuttiError.isInstance(error) && noRight.includes(error.code)) {
    return ask(run, index, `the platform does not let us read back: ${error.message}`)
  }
  const { clock, log } = run.core
  const record = toErrorRecord(error, 'not-sent')
  log.warn(`reading back failed and is tried again: ${record.message}`, { channel: run.channel.id })
  const openMs = clock.now() - (run.part(index).sentAt ?? clock.now())
  const retryMs = Math.min(Math.max(openMs / 4, minRetryMs), maxRetryMs)
  return { kind: 'later', at: clock.now() + Math.max(retryMs, record.retryAfterMs ?? 0) }
}

async function ask(run: DeliveryRun, index: number, why: string): Promise<{ readonly kind: 'settled' }> {
  const reason = `part ${index}: ${why}. Look at the platform, then settle it with deliveries.decide.`
  await run.updatePart(index, { state: 'needs-human' }, { reason, attempt: { action: 'find', outcome: why } })
  return { kind: 'settled' }
}

/** What this very server guarantees; nothing where it can't be asked, so that nothing is repeated on a guess. */
async function readGuarantees(run: DeliveryRun): Promise<Guarantees | undefined> {
  try {
    return (await run.channel.describe(run.options)).guarantees
  } catch {
    return undefined
  }
}

function place(ref: PostRef): string {
  return ref.url ?? ref.id
}
