import type { ChannelSource } from '../channels/channel-source.ts'
import type { ChannelSurroundings } from '../channels/surroundings.ts'
import { input, positiveInteger, text } from '../delivery/input/checks.ts'
import type { Limits } from './types.ts'

const checkInput = input('forecast', { channel: text(), bucket: text(), count: positiveInteger })

/** Makes `limits.forecast`. */
export function createForecast(source: ChannelSource, surroundings: ChannelSurroundings): Limits['forecast'] {
  return async (given) => {
    checkInput(given)
    const { channel: id, bucket, count } = given
    const channel = await source.open(id)
    const limits = await surroundings.limits.load()
    const keys = channel.whereabouts.limitKeys(limits, bucket)
    return limits.limiter.forecast(keys, count)
  }
}
