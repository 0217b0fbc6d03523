import type { LimitKey } from '@tutti/model'

interface Sent {
  readonly at: number
  readonly cost: number
}

/** Foretells when requests can leave: each as early as no window of any of its limits is overdrawn. */
export function createLimitLedger() {
  const sentBy = new Map<string, Sent[]>()

  /** The earliest instant from `at` on at which a window of this limit takes it. */
  const earliest = (sent: readonly Sent[], budget: number, windowMs: number, cost: number, from: number): number => {
    let at = from
    for (;;) {
      const full = findFull(sent, budget - cost, windowMs, at)
      if (full === undefined) return at
      at = full + windowMs
    }
  }

  return {
    /**
     * Books a request, and says when it leaves. What costs more than a whole budget leaves when the window is empty.
     * @param from epoch milliseconds before which it does not leave
     */
    book(limits: readonly LimitKey[], cost: number, from: number): number {
      let at = from
      for (let isSettled = false; !isSettled; ) {
        isSettled = true
        for (const { key, windows } of limits) {
          for (const { budget, windowMs } of windows) {
            const next = earliest(sentBy.get(key) ?? [], Math.max(budget, cost), windowMs, cost, at)
            if (next > at) isSettled = false
            at = next
          }
        }
      }
      for (const { key } of limits) {
        const sent = sentBy.get(key) ?? []
        sent.splice(placeAfter(sent, at), 0, { at, cost })
        sentBy.set(key, sent)
      }
      return at
    },
  }
}

/**
 * Looks at every window of this length that one more request at an instant would be in.
 * @returns the first request of one that is full
 */
function findFull(sent: readonly Sent[], room: number, windowMs: number, at: number): number | undefined {
  let start = placeAfter(sent, at - windowMs)
  let total = 0
  // Windows end with the request itself, or with a later one that they have in common.
  for (let end = start; end < sent.length; end += 1) {
    const one = sent[end] as Sent
    if (one.at >= at + windowMs) break
    total += one.cost
    for (; (sent[start] as Sent).at <= one.at - windowMs; start += 1) total -= (sent[start] as Sent).cost
    if (total > room) return (sent[start] as Sent).at
  }
  return undefined
}

/** Where one that leaves at an instant stands behind all that leave no later. */
function placeAfter(sent: readonly Sent[], at: number): number {
  let low = 0
  let high = sent.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sent[middle] as Sent).at <= at) low = middle + 1
    else high = middle
  }
  return low
}
