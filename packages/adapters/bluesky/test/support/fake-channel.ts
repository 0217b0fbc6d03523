import { type BlueskyOptions, bluesky } from '@tutti/bluesky'
import type { ByteSource, OperationContext, OutgoingPart, PostRef } from '@tutti/model'
import { createTestContext, type FakeBluesky } from '@tutti/testing'

const adapter = bluesky()

/** The adapter's operations. */
export const { operations } = adapter

/** Those beyond the vocabulary. */
export const native = adapter.native as NonNullable<typeof adapter.native>

/** A context in which the adapter acts as one of the fake's accounts. `start` must have been called. */
export async function contextOf(
  fake: FakeBluesky,
  handle = 'alice.test',
  media: ReadonlyMap<string, ByteSource> = new Map(),
  options: BlueskyOptions = {},
): Promise<OperationContext> {
  const adapter = bluesky({ service: await fake.platform.listen(), ...options })
  const { credential } = adapter.channel({ identifier: handle, appPassword: fake.appPassword(handle) })
  return createTestContext(adapter, credential, { media }).context
}

/** Stages and publishes a part. */
export async function publish(outgoing: OutgoingPart, context: OperationContext): Promise<PostRef> {
  const staged = await operations.stagePost(outgoing, context)
  const output = await operations.publishPost({ ...outgoing, staged }, context)
  if (output.state !== 'published') throw new Error('Bluesky publishes at once')
  return output.ref
}
