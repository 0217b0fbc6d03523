import type { OperationCost, PluginHost, PreparedPost } from '@tutti/model'
import { createLimitLedger } from './limit-ledger.ts'

/** What one post on one channel takes from one limit, request by request. */
interface ChannelCosts {
  readonly publish: readonly OperationCost[]
  readonly stage: readonly OperationCost[]
}

/**
 * Foretells when posts leave, by the limit tables of their channels and by what the limits of this process have been
 * used for already. Ask in the order of the times that are wanted.
 */
export function createSendTimes({ client, clock }: PluginHost) {
  const startedAt = clock.now()
  const ledger = createLimitLedger()
  const costsBy = new Map<string, Promise<ChannelCosts>>()
  const usedOf = new Map<string, number>()

  const readCosts = async (channel: string): Promise<ChannelCosts> => ({
    publish: await client.limits.costs({ channel, operation: 'publishPost' }),
    stage: await client.limits.costs({ channel, operation: 'stagePost' }),
  })

  const costsOf = (channel: string): Promise<ChannelCosts> => {
    const costs = costsBy.get(channel) ?? readCosts(channel)
    costsBy.set(channel, costs)
    return costs
  }

  /** What was sent before counts as long as its window lasts: the limiter knows it. */
  const notBefore = async (channel: string, { bucket, cost, limits }: OperationCost, at: number): Promise<number> => {
    const key = limits[0]?.key ?? bucket
    const used = (usedOf.get(key) ?? 0) + cost
    usedOf.set(key, used)
    const longestMs = Math.max(0, ...limits.flatMap(({ windows }) => windows.map(({ windowMs }) => windowMs)))
    if (at >= startedAt + longestMs) return at
    return Math.max(at, await client.limits.forecast({ channel, bucket, count: used }))
  }

  const book = async (channel: string, costs: readonly OperationCost[], from: number): Promise<number> => {
    let at = from
    for (const cost of costs) at = ledger.book(cost.limits, cost.cost, await notBefore(channel, cost, at))
    return at
  }

  return {
    /** Epoch milliseconds. */
    startedAt,

    /** Whether the adapter says what publishing takes. */
    areLimitsKnown: async (channel: string): Promise<boolean> => (await costsOf(channel)).publish.length > 0,

    /** @returns when the last part of a post leaves at the earliest, in epoch milliseconds */
    async expect({ channel, parts, firstComment }: PreparedPost, from: number): Promise<number> {
      const { publish, stage } = await costsOf(channel)
      let at = Math.max(from, startedAt)
      for (const part of firstComment ? [...parts, firstComment] : parts) {
        for (const _medium of part.media) at = await book(channel, stage, at)
        at = await book(channel, publish, at)
      }
      return at
    },
  }
}

/** What `createSendTimes` returns. */
export type SendTimes = ReturnType<typeof createSendTimes>
