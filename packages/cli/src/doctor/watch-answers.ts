import { readRateLimitHeaders } from '@tutti/adapter-kit'
import type { RateLimitObservation } from '@tutti/model'
import type { Session } from '../client/open-session.ts'

/** What the headers of the platforms' answers told by the way. */
export interface Observed {
  /** How far each answer's `Date` was ahead of this machine, in milliseconds. */
  readonly skewsMs: readonly number[]
  /** By channel, what its last answer said about a limit. */
  readonly limits: ReadonlyMap<string, RateLimitObservation>
}

/** Reads every answer that arrives from now on. */
export function watchAnswers({ onAnswer, clock }: Session): Observed {
  const skewsMs: number[] = []
  const limits = new Map<string, RateLimitObservation>()
  onAnswer(({ channel }, { headers }) => {
    const now = clock.now()
    const date = Date.parse(headers.get('date') ?? '')
    // The header has whole seconds: its middle is the best guess.
    if (!Number.isNaN(date)) skewsMs.push(date + 500 - now)
    const observation = readRateLimitHeaders(headers, now)
    if (observation.remaining !== undefined) limits.set(channel, observation)
  })
  return { skewsMs, limits }
}
