import type { DeliveryRun } from '../journal/delivery-run.ts'

/**
 * Waits until an instant. @returns false when the caller or the client wants to stop
 * @throws StoreError `lease-lost` when another worker has taken over meanwhile
 */
export async function waitUntil(run: DeliveryRun, at: number): Promise<boolean> {
  const { clock } = run.core
  const signal = AbortSignal.any([run.stopping, ...(run.signal ? [run.signal] : [])])
  const delayMs = at - clock.now()
  if (delayMs > 0) {
    await clock.sleep(delayMs, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
  }
  await run.hold.ensureHeld()
  return !signal.aborted
}
