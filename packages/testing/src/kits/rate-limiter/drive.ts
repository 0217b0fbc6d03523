import type { LimitKey } from '@tutti/model'
import type { LimiterTools } from './limiter-under-test.ts'
import { call, permitRequest } from './limiter-under-test.ts'
import type { OracleServer } from './oracle-server.ts'

/** How a server is kept busy. */
export interface DriveOptions extends Omit<LimiterTools, 'createAnother'> {
  readonly server: OracleServer
  readonly limit: LimitKey
  readonly demand: Demand
  readonly durationMs: number
  /** The longest way there, and the longest way back. */
  readonly maxLatencyMs: number
  /** Called when the time is over. */
  readonly atEnd?: (() => void) | undefined
}

/** So many callers who ask again as soon as they have their answer, or new calls at chance instants. */
export type Demand = { readonly callers: number } | { readonly meanIntervalMs: number }

/**
 * Calls for a while: each asks for a permit, sends, and gets its answer some time later. Answers
 * overtake each other.
 * @returns the instants at which requests were sent
 */
export async function drive(options: DriveOptions): Promise<readonly number[]> {
  const { clock, limiter, random, server, limit, demand, durationMs, maxLatencyMs } = options
  const endsAt = clock.now() + durationMs
  const stop = new AbortController()
  const sentAt: number[] = []
  const callOnce = async () => {
    const one = call(limiter, permitRequest([limit], { signal: stop.signal }))
    await one.ended
    const { permit } = one
    if (permit === undefined) {
      if (stop.signal.aborted) return
      throw one.error
    }
    sentAt.push(clock.now())
    await clock.sleep(1 + random() * maxLatencyMs)
    const observation = server.receive(1)
    await clock.sleep(1 + random() * maxLatencyMs)
    permit.settle({ observation })
  }
  const callOnAndOn = async () => {
    while (!stop.signal.aborted) await callOnce()
  }
  const callAtChance = async (meanIntervalMs: number) => {
    const calls: Promise<void>[] = []
    while (!stop.signal.aborted) {
      await clock.sleep(-Math.log(1 - random()) * meanIntervalMs)
      calls.push(callOnce())
    }
    await Promise.all(calls)
  }
  const ended =
    'callers' in demand
      ? Promise.all(Array.from({ length: demand.callers }, callOnAndOn))
      : callAtChance(demand.meanIntervalMs)
  await clock.advance(endsAt - clock.now())
  stop.abort()
  options.atEnd?.()
  while (clock.pendingCount > 0) await clock.advance(maxLatencyMs)
  await ended
  return sentAt
}

/** The most that was sent within any stretch of `windowMs`. */
export function mostWithin(sentAt: readonly number[], windowMs: number): number {
  let most = 0
  let first = 0
  for (const [index, instant] of sentAt.entries()) {
    while ((sentAt[first] ?? instant) <= instant - windowMs) first += 1
    most = Math.max(most, index - first + 1)
  }
  return most
}
