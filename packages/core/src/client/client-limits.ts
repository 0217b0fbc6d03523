import type { ClientLimits } from '@tutti/model'
import type { ChannelSource } from '../channels/channel-source.ts'
import type { ChannelSurroundings } from '../channels/surroundings.ts'
import { input, positiveInteger, text } from '../delivery/input/checks.ts'

const checkForecast = input('forecast', { channel: text(), bucket: text(), count: positiveInteger })
const checkCosts = input('costs', { channel: text(), operation: text() })

/** Makes `limits` of a client. */
export function createClientLimits(source: ChannelSource, surroundings: ChannelSurroundings): ClientLimits {
  return {
    async forecast(given) {
      checkForecast(given)
      const { channel: id, bucket, count } = given
      const channel = await source.open(id)
      const limits = await surroundings.limits.load()
      return limits.limiter.forecast(channel.whereabouts.limitKeys(limits, bucket), count)
    },

    async costs(given) {
      checkCosts(given)
      const channel = await source.open(given.channel)
      const limits = await surroundings.limits.load()
      return Object.entries(channel.adapter.buckets).flatMap(([bucket, { costs }]) => {
        const cost = costs && Object.hasOwn(costs, given.operation) ? costs[given.operation] : undefined
        return cost === undefined ? [] : [{ bucket, cost, limits: channel.whereabouts.limitKeys(limits, bucket) }]
      })
    },
  }
}
