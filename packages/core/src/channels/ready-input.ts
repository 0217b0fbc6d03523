import { guardReply, type MaybePromise, type OperationName, PluginError } from '@tutti/model'
import { deepFreeze } from '../deep-freeze.ts'
import type { OperationInput } from '../runtime.ts'
import type { OpenChannel } from './open-channel.ts'

type Reply = OperationInput<'replyToInteraction'>

/**
 * What the adapter gets. A reply passes `guardReply`, and has a key when its author gave none.
 * @throws PluginError `guard-denied`, `guard-failed`; nothing was sent
 */
export function readyInput(channel: OpenChannel, operation: OperationName, input: unknown): MaybePromise<unknown> {
  return operation === 'replyToInteraction' ? readyReply(channel, input as Reply) : input
}

async function readyReply(channel: OpenChannel, given: Omit<Reply, 'key'> & Partial<Pick<Reply, 'key'>>) {
  const { hooks, clock } = channel.surroundings
  const reply: Reply = { ...given, key: given.key ?? createKey(channel, clock.now()) }
  if (!hooks.has(guardReply)) return reply
  const { interaction, text } = reply
  const denial = await hooks.runGuard(
    guardReply,
    deepFreeze({ channel: channel.id, interaction: structuredClone(interaction), text }),
  )
  if (denial === undefined) return reply
  const { code, plugin, deny, cause } = denial
  throw new PluginError({ code, message: `plugin "${plugin}" denies the reply: ${deny}`, cause })
}

function createKey({ adapter }: OpenChannel, nowMs: number): string {
  return adapter.createKey?.({ nowMs }) ?? crypto.randomUUID()
}
