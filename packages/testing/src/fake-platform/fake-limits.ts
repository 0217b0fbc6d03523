import type { RecordedRequest } from './recorded-request.ts'

/** Where one window of a limit stands, for its headers. */
export interface FakeWindow {
  readonly budget: number
  readonly remaining: number
  readonly windowMs: number
  /** Epoch milliseconds. */
  readonly resetAt: number
  readonly nowMs: number
}

/** A limit that the fake enforces: so much in each fixed window, per key. */
export interface FakeLimit {
  readonly name: string
  readonly budget: number
  readonly windowMs: number
  /** Which requests count; all when absent. */
  matches?(request: RecordedRequest): boolean
  /** Who shares the budget, by the request as it came; everybody together when absent. */
  key?(request: Request): string
  /** What a request takes; 1 when absent. */
  cost?(request: RecordedRequest): number
  /** Headers of every answer; none when absent. Say something false here to make a lying server. */
  headers?(window: FakeWindow): Readonly<Record<string, string>>
  /** Headers of a refusal, beside `headers`; `retry-after` in whole seconds when absent. */
  refusalHeaders?(window: FakeWindow): Readonly<Record<string, string>>
}

/** How much one limit has let through and refused since the last reset. */
export interface FakeLimitCount {
  readonly allowed: number
  /** Requests sent over the limit, answered 429. */
  readonly refused: number
}

/** The limits of a fake, to be changed and read from outside. */
export interface FakeLimits {
  /** Adds a limit, or replaces the one of that name. Its window starts anew. */
  set(limit: FakeLimit): void
  remove(name: string): void
  count(name: string): FakeLimitCount
  /** A rival takes from the budget. @returns false when too little was left, and then nothing was taken */
  take(name: string, cost: number, key?: string): boolean
}

interface Slot {
  readonly startedAt: number
  readonly used: number
}

/** Enforces limits in fixed windows that begin with their first request. */
export function createFakeLimits(now: () => number, initial: readonly FakeLimit[]) {
  const limits = new Map(initial.map((limit) => [limit.name, limit]))
  const counts = new Map<string, { allowed: number; refused: number }>()
  const slots = new Map<string, Slot>()

  const countOf = (name: string) => {
    const count = counts.get(name) ?? { allowed: 0, refused: 0 }
    counts.set(name, count)
    return count
  }
  const slotOf = (limit: FakeLimit, key: string): Slot => {
    const slot = slots.get(`${limit.name}\n${key}`)
    return slot && now() < slot.startedAt + limit.windowMs ? slot : { startedAt: now(), used: 0 }
  }
  const take = (limit: FakeLimit, key: string, cost: number): FakeWindow & { readonly fits: boolean } => {
    const slot = slotOf(limit, key)
    const fits = slot.used + cost <= limit.budget
    const used = fits ? slot.used + cost : slot.used
    slots.set(`${limit.name}\n${key}`, { startedAt: slot.startedAt, used })
    return {
      fits,
      budget: limit.budget,
      remaining: limit.budget - used,
      windowMs: limit.windowMs,
      resetAt: slot.startedAt + limit.windowMs,
      nowMs: now(),
    }
  }

  const outside: FakeLimits = {
    set(limit) {
      limits.set(limit.name, limit)
      for (const key of slots.keys()) if (key.startsWith(`${limit.name}\n`)) slots.delete(key)
    },
    remove: (name) => void limits.delete(name),
    count: (name) => ({ ...countOf(name) }),
    take(name, cost, key = '') {
      const limit = limits.get(name)
      if (!limit) throw new Error(`the fake has no limit "${name}"`)
      return take(limit, key, cost).fits
    },
  }

  /** Counts one request against every limit that it belongs to. */
  const charge = (request: Request, record: RecordedRequest) => {
    const headers: Record<string, string> = {}
    let refused = false
    for (const limit of limits.values()) {
      if (limit.matches && !limit.matches(record)) continue
      const window = take(limit, limit.key?.(request) ?? '', limit.cost?.(record) ?? 1)
      countOf(limit.name)[window.fits ? 'allowed' : 'refused'] += 1
      Object.assign(headers, limit.headers?.(window))
      if (window.fits) continue
      refused = true
      const seconds = String(Math.max(1, Math.ceil((window.resetAt - window.nowMs) / 1000)))
      Object.assign(headers, limit.refusalHeaders?.(window) ?? { 'retry-after': seconds })
    }
    return { refused, headers }
  }
  const reset = () => {
    slots.clear()
    counts.clear()
    limits.clear()
    for (const limit of initial) limits.set(limit.name, limit)
  }
  return { outside, charge, reset }
}
