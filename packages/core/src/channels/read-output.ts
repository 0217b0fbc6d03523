import {
  type AnyOperationName,
  type Interaction,
  interactionReceived,
  type MaybePromise,
  metricsCollected,
} from '@tutti/model'
import type { OperationOutput } from '../runtime.ts'
import type { OpenChannel } from './open-channel.ts'

type Interactions = OperationOutput<'listInteractions'>
type Metrics = OperationOutput<'fetchPostMetrics'>

/** What the caller gets: interactions and samples pass the hooks that may change them. */
export function readOutput(channel: OpenChannel, operation: AnyOperationName, output: unknown): MaybePromise<unknown> {
  switch (operation) {
    case 'listInteractions':
    case 'listComments':
    case 'listMessages':
      return readInteractions(channel, output as Interactions)
    case 'fetchPostMetrics':
    case 'fetchChannelMetrics':
      return readMetrics(channel, output as Metrics)
    default:
      return output
  }
}

/** One interaction as the hooks have it, with the channel that it came by. */
export function readInteraction({ id, surroundings }: OpenChannel, given: Interaction): MaybePromise<Interaction> {
  const interaction = given.channel === id ? given : { ...given, channel: id }
  return surroundings.hooks.runWaterfall(interactionReceived, interaction)
}

async function readInteractions(channel: OpenChannel, page: Interactions): Promise<Interactions> {
  const items: Interaction[] = []
  for (const item of page.items) items.push(await readInteraction(channel, item))
  return { ...page, items }
}

async function readMetrics({ id, surroundings }: OpenChannel, output: Metrics): Promise<Metrics> {
  const { hooks } = surroundings
  if (!hooks.has(metricsCollected)) return output
  const { samples } = await hooks.runWaterfall(metricsCollected, { channel: id, samples: output.samples })
  return { ...output, samples }
}
