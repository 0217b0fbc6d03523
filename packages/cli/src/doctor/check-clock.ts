import type { Finding } from './finding.ts'

/** Signatures, tokens and schedules bear a little; `Date` headers have whole seconds and were a while on their way. */
const tolerableMs = 30_000

/**
 * Whether this machine's clock agrees with the servers'.
 * @param skewsMs how far each answer's `Date` was ahead of this machine
 */
export function checkClock(skewsMs: readonly number[]): Finding {
  if (skewsMs.length === 0) return { what: 'clock', state: 'warning', message: 'no server has told its time' }
  // The answer that was least held up says the most.
  const skewMs = skewsMs.reduce((best, one) => (Math.abs(one) < Math.abs(best) ? one : best))
  const seconds = Math.round(Math.abs(skewMs) / 1000)
  if (Math.abs(skewMs) <= tolerableMs) {
    return { what: 'clock', state: 'ok', message: `agrees with the servers within ${seconds || 1} s` }
  }
  return {
    what: 'clock',
    state: 'error',
    message: `is ${seconds} s ${skewMs > 0 ? 'behind' : 'ahead of'} the servers`,
    advice: 'Set the clock of this machine, best by NTP: tokens and schedules go wrong otherwise.',
  }
}
