import type { Delivery, ErrorRecord } from '@tutti/model'
import type { TimedRecord } from '../calendar/schedule-record.ts'
import { allowedLatenessMs } from './judge-lateness.ts'

const minDelayMs = 15_000
const maxDelayMs = 5 * 60_000

/** When something that could not be sent is tried again, and what kept it. */
export interface NextTry {
  /** Epoch milliseconds. */
  readonly at: number
  readonly error: ErrorRecord
}

/**
 * When a delivery that has provably not left is tried again: where the way to the platform, the platform or the store
 * was down, which passes, and as long as the post may be late by its own policy. Each pause is as long as everything before it.
 */
export function nextTry(record: TimedRecord, { state, parts }: Delivery, now: number): NextTry | undefined {
  if (state !== 'not-sent') return undefined
  const errors = parts.flatMap((part) => (part.state === 'not-sent' ? [part.error] : []))
  const [error] = errors
  const deadline = record.at + allowedLatenessMs(record)
  if (error === undefined || !errors.every(passes) || now >= deadline) return undefined
  const delayMs = Math.min(Math.max(now - (record.firedAt ?? now), minDelayMs), maxDelayMs)
  return { at: Math.min(now + delayMs, deadline), error }
}

function passes(error: ErrorRecord | undefined): boolean {
  return error !== undefined && (error.retryable === true || error.code === 'store-failed')
}
