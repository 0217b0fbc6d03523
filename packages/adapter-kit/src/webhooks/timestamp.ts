import { refused } from './webhook-request.ts'

/** What Slack and Standard Webhooks recommend. */
const defaultToleranceMs = 5 * 60_000

/** Options of schemes with a signed timestamp. */
export interface TimestampOptions {
  /** How far the platform's clock and the way may be off, back and ahead; 5 minutes when absent. */
  readonly toleranceMs?: number | undefined
}

/**
 * The instant of a timestamp in seconds, in epoch milliseconds.
 * @throws WebhookError `webhook-refused` when it is none, or too far away
 */
export function readTimestamp(
  text: string,
  nowMs: number,
  { toleranceMs = defaultToleranceMs }: TimestampOptions,
): number {
  if (!/^\d{1,12}$/.test(text)) throw refused('the timestamp has another form')
  const instant = Number(text) * 1000
  if (instant < nowMs - toleranceMs) throw refused('it is too old')
  if (instant > nowMs + toleranceMs) throw refused('it comes from the future: check the clock of this machine')
  return instant
}
