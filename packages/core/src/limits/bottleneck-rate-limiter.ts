import {
  type Clock,
  type LimitKey,
  type Permit,
  type PermitRequest,
  priorities,
  type RateLimiter,
  type TransportError,
} from '@tutti/model'
import type Bottleneck from 'bottleneck'
import { abortedError, checkPermitRequest, closedError } from './limit-errors.ts'

/** Bottleneck's own priorities go from 0, the most urgent, to 9. */
const priorityStep = 2

interface Gate {
  readonly bottleneck: Bottleneck
  users: number
}

/**
 * A `RateLimiter` over bottleneck that keeps `maxConcurrent`, and only that: windows, `maxWaitMs` and
 * turns between owners are `createRateLimiter`'s, which sends requests here one by one as their turn
 * comes. The package is loaded with the first request that needs it.
 */
export function bottleneckRateLimiter(options: { readonly clock: Clock }): RateLimiter {
  const { clock } = options
  const gates = new Map<string, Gate>()
  const waiting = new Set<(error: TransportError) => void>()
  let isClosed = false

  const enter = (module: typeof Bottleneck, limit: LimitKey): Gate => {
    const gate = gates.get(limit.key) ?? {
      bottleneck: new module({ maxConcurrent: limit.maxConcurrent ?? null }),
      users: 0,
    }
    gates.set(limit.key, gate)
    gate.users += 1
    return gate
  }
  const leave = (limit: LimitKey, gate: Gate) => {
    gate.users -= 1
    if (gate.users === 0) gates.delete(limit.key)
  }

  /** Occupies one place of a limit; resolves with what gives it back. */
  const occupy = (module: typeof Bottleneck, limit: LimitKey, request: PermitRequest): Promise<() => void> =>
    new Promise((resolve, reject) => {
      let isAbandoned = false
      const stop = (error: Error) => {
        isAbandoned = true
        unlisten()
        reject(error)
      }
      const abort = () => stop(abortedError(request.signal))
      const unlisten = () => {
        waiting.delete(stop)
        request.signal?.removeEventListener('abort', abort)
      }
      waiting.add(stop)
      request.signal?.addEventListener('abort', abort, { once: true })

      const run = async () => {
        // Bottleneck can't cancel a queued job: an abandoned one ends the moment its turn comes.
        if (isAbandoned) return
        unlisten()
        await new Promise<void>((release) => resolve(release))
      }
      const gate = enter(module, limit)
      const priority = priorities.indexOf(request.priority) * priorityStep
      gate.bottleneck
        .schedule({ priority }, run)
        .catch(stop)
        .finally(() => leave(limit, gate))
    })

  const throwIfStopped = (request: PermitRequest) => {
    if (isClosed) throw closedError()
    if (request.signal?.aborted) throw abortedError(request.signal)
  }

  const occupyAll = async (request: PermitRequest): Promise<Permit> => {
    const startedAt = clock.now()
    const releases: (() => void)[] = []
    const settle = () => {
      for (const release of releases.splice(0)) release()
    }
    const { default: module } = await import('bottleneck')
    // Always in the same order, so that two requests never hold what the other waits for.
    const limits = request.limits
      .filter((limit) => limit.maxConcurrent !== undefined)
      .sort((left, right) => (left.key < right.key ? -1 : 1))
    try {
      for (const limit of limits) {
        throwIfStopped(request)
        releases.push(await occupy(module, limit, request))
      }
    } catch (error) {
      settle()
      throw error
    }
    return { waitedMs: Math.max(0, clock.now() - startedAt), settle }
  }

  return {
    acquire(request) {
      checkPermitRequest(request)
      throwIfStopped(request)
      return occupyAll(request)
    },
    // Places are free again when requests end, which nobody can tell beforehand.
    forecast: () => clock.now(),
    close() {
      isClosed = true
      for (const stop of waiting) stop(closedError())
    },
  }
}
