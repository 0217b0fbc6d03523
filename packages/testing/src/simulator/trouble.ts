import type { FakePlatform } from '../fake-platform/fake-platform.ts'
import type { RecordedRequest } from '../fake-platform/recorded-request.ts'
import type { Fault } from '../faults/fault.ts'
import { seededRandom, seedOf } from './seeded-random.ts'

/** How much goes wrong with the requests that make posts visible. */
export interface SimulatedTrouble {
  /** The share of those requests that is struck, from 0 to 1. */
  readonly share: number
}

const faults: readonly Fault[] = [
  { kind: 'reset', committed: true },
  { kind: 'reset', committed: false },
  { kind: 'cut-body' },
  { kind: 'error', committed: true },
  { kind: 'error', committed: false },
  { kind: 'error', committed: true, status: 503 },
]

/** The texts of a JSON body: what stays the same when ids and times don't. */
function textOf({ body }: RecordedRequest): string {
  const texts: string[] = []
  const collect = (value: unknown, name: string): void => {
    if (typeof value === 'string') {
      if (['text', 'status', 'title'].includes(name)) texts.push(value)
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) collect(inner, key)
    }
  }
  try {
    collect(JSON.parse(body), '')
  } catch {
    return body
  }
  return texts.join('\n')
}

/**
 * Strikes a share of the committing requests of a fake. Which ones, and how, depends on the seed and on what the
 * request says, so that it does not matter in which order requests arrive.
 */
export function addTrouble(platform: FakePlatform, name: string, seed: number, { share }: SimulatedTrouble): void {
  const seen = new Map<string, number>()
  const drawn = new WeakMap<RecordedRequest, number>()
  const draw = (request: RecordedRequest): number => {
    const known = drawn.get(request)
    if (known !== undefined) return known
    const content = `${name}\n${textOf(request)}`
    const before = seen.get(content) ?? 0
    seen.set(content, before + 1)
    const value = seededRandom(seedOf(seed, `${content}\n${before}`))()
    drawn.set(request, value)
    return value
  }
  for (const [index, fault] of faults.entries()) {
    const from = (index * share) / faults.length
    const to = ((index + 1) * share) / faults.length
    const strikes = (request: RecordedRequest) => {
      if (!platform.isCommit(request)) return false
      const value = draw(request)
      return value >= from && value < to
    }
    platform.faults.add(fault, { on: strikes, times: Number.POSITIVE_INFINITY })
  }
}
