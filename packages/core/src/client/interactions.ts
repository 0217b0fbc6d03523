import {
  type CallOptions,
  type Interaction,
  type InteractionKind,
  InvalidInputError,
  interactionKinds,
} from '@tutti/model'
import type { ChannelSource } from '../channels/channel-source.ts'
import type { OpenChannel } from '../channels/open-channel.ts'
import { callMembers } from '../delivery/input/check-call-options.ts'
import { list, object, oneOf, optional, positiveInteger, text } from '../delivery/input/checks.ts'
import { iterate } from '../paging/iterate.ts'

/** What to read of all channels' interactions. */
export interface InteractionsOptions extends CallOptions {
  readonly channels?: readonly string[] | undefined
  readonly kinds?: readonly InteractionKind[] | undefined
  /** Of each channel; 10 when absent. */
  readonly maxPages?: number | undefined
}

const defaultMaxPages = 10

const checkOptions = object({
  ...callMembers,
  channels: optional(list(text({ maxLength: 512 }), { maxItems: 10_000 })),
  kinds: optional(list(oneOf(interactionKinds), { maxItems: interactionKinds.length })),
  maxPages: optional(positiveInteger),
})

/**
 * Interactions of one channel after another. A channel whose adapter can't list them is passed over,
 * unless it was asked for by name. When a channel fails, the others are read first; then its error is thrown.
 * @throws InvalidInputError `invalid-input` with the path
 */
export async function* readInteractions(
  source: ChannelSource,
  options: InteractionsOptions = {},
): AsyncGenerator<Interaction, void, undefined> {
  checkOptions(options, 'options')
  const { channels, kinds, maxPages = defaultMaxPages, ...call } = options
  const failures: unknown[] = []
  for await (const id of channels ?? source.list()) {
    try {
      const channel = await source.open(id)
      if (channels === undefined && channel.adapter.operations.listInteractions === undefined) continue
      yield* readChannel(channel, kinds, maxPages, call)
    } catch (error) {
      // Wrong input is wrong for every channel.
      if (InvalidInputError.isInstance(error) || call.signal?.aborted) throw error
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}

async function* readChannel(
  channel: OpenChannel,
  kinds: readonly InteractionKind[] | undefined,
  maxPages: number,
  call: CallOptions,
): AsyncGenerator<Interaction, void, undefined> {
  const pages = iterate((page) => channel.call('listInteractions', { ...page, kinds }, call), { maxPages })
  for await (const interaction of pages) {
    // A platform may not know how to leave kinds out.
    if (kinds === undefined || kinds.includes(interaction.kind.unified as InteractionKind)) yield interaction
  }
}
