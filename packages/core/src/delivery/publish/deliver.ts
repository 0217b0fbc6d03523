import { type DeliveryState, type PartDelivery, TransportError, worstState } from '@tutti/model'
import type { ReconciliationOptions } from '../../client/types.ts'
import type { DeliveryRun } from '../journal/delivery-run.ts'
import { reconcile } from '../reconcile/reconcile.ts'
import { awaitProcessing } from './await-processing.ts'
import { sendPart } from './send-part.ts'
import { waitUntil } from './wait.ts'

const defaultMaxWaitMs = 60_000

/**
 * Brings a delivery as far as it gets now, from its first part that is not confirmed.
 * @returns when to go on, in epoch milliseconds; nothing when only a person or nobody has to
 */
export async function deliverParts(run: DeliveryRun, times: ReconciliationOptions): Promise<number | undefined> {
  for (const { index } of run.record.parts) {
    const wakeAt = await settlePart(run, index, times)
    if (run.part(index).state === 'published') continue
    await endRest(run, index)
    return wakeAt
  }
  return undefined
}

/** Moves one part from state to state until it is settled, or has to wait longer than the caller. */
export async function settlePart(
  run: DeliveryRun,
  index: number,
  times: ReconciliationOptions,
): Promise<number | undefined> {
  for (;;) {
    switch (run.part(index).state) {
      case 'queued': {
        const wakeAt = await waitForTurn(run, index)
        if (wakeAt !== undefined) return wakeAt
        await sendPart(run, index)
        break
      }
      // A worker died with its request on the way.
      case 'publishing':
        await run.updatePart(index, { state: 'unknown', error: interrupted })
        break
      case 'unknown': {
        if (run.signal?.aborted) return run.core.clock.now()
        const reconciled = await reconcile(run, index, times)
        if (reconciled.kind === 'later') return reconciled.at
        if (reconciled.kind === 'resend') await sendPart(run, index)
        break
      }
      case 'processing': {
        const wakeAt = await awaitProcessing(run, index)
        if (wakeAt !== undefined) return wakeAt
        break
      }
      default:
        return undefined
    }
  }
}

/** Waits for the end of a 429. @returns when that is, if it is later than anyone waits here */
async function waitForTurn(run: DeliveryRun, index: number): Promise<number | undefined> {
  const { notBefore } = run.part(index)
  if (notBefore === undefined || notBefore <= run.core.clock.now()) return undefined
  if (notBefore > run.startedAt + (run.options.maxWaitMs ?? defaultMaxWaitMs)) return notBefore
  if (await waitUntil(run, notBefore)) return undefined
  // A caller that gives up gets `not-sent`; a client that closes leaves it to the next one.
  return run.options.signal?.aborted ? undefined : notBefore
}

const interrupted = new TransportError({
  code: 'connection-lost',
  message: 'the worker ended while the request was on its way',
  outcome: 'unknown',
}).toJSON()

const endStates: Partial<Record<DeliveryState, DeliveryState>> = {
  held: 'held',
  rejected: 'not-sent',
  'not-sent': 'not-sent',
  cancelled: 'cancelled',
}

/** What hangs below a part that ended without being published can't be sent either. */
async function endRest(run: DeliveryRun, index: number): Promise<void> {
  const { parts, firstComment } = run.record
  const endState = endStates[run.part(index).state]
  if (endState === undefined || (index === parts.length - 1 && !firstComment)) return
  const error = new TransportError({
    code: 'not-sent',
    message: `part ${index} was not published, so this was not sent`,
  })
  const end = (part: PartDelivery): PartDelivery =>
    part.index > index && part.state === 'queued' ? { ...part, state: endState, error: error.toJSON() } : part
  const ended = parts.map(end)
  await run.update({
    parts: ended,
    state: worstState(ended.map((part) => part.state)),
    ...(firstComment && { firstComment: end(firstComment) }),
  })
}
