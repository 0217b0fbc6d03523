import { type AnyOperationName, guardReply, type MaybePromise, PluginError } from '@tutti/model'
import { deepFreeze } from '../deep-freeze.ts'
import type { OperationInput } from '../runtime.ts'
import type { OpenChannel } from './open-channel.ts'

type Reply = OperationInput<'replyToInteraction'>
type Message = OperationInput<'sendMessage'>

/** What is said to somebody needs a key, which its author may leave to us. */
type Keyless<Input> = Omit<Input, 'key'> & { readonly key?: string | undefined }

/**
 * What the adapter gets. A reply passes `guardReply`; a reply or message has a key when its author gave none.
 * @throws PluginError `guard-denied`, `guard-failed`; nothing was sent
 */
export function readyInput(channel: OpenChannel, operation: AnyOperationName, input: unknown): MaybePromise<unknown> {
  if (operation === 'replyToInteraction') return readyReply(channel, input as Keyless<Reply>)
  if (operation === 'sendMessage') return withKey(channel, input as Keyless<Message>)
  return input
}

function withKey<Input extends object>(channel: OpenChannel, given: Keyless<Input>) {
  return { ...given, key: given.key ?? createKey(channel, channel.surroundings.clock.now()) }
}

async function readyReply(channel: OpenChannel, given: Keyless<Reply>) {
  const { hooks } = channel.surroundings
  const reply: Reply = withKey(channel, given)
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
