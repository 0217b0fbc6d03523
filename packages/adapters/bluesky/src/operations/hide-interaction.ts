import type { Acknowledged, InteractionInput, InteractionRef, OperationContext } from '@tutti/model'
import { InvalidInputError, RejectedError } from '@tutti/model'
import { formatAtUri, parseAtUri } from '../protocol/at-uri.ts'
import { collections } from '../protocol/collections.ts'
import { ownDid } from '../protocol/own-did.ts'
import { getRecord, putRecord, type StrongRef } from '../protocol/records.ts'
import { resolvePost } from '../protocol/resolve-refs.ts'
import { readHiddenReplies } from '../read/threadgate.ts'

/** Source: lexicon app.bsky.feed.threadgate, read 2026-11-22. */
const maxHiddenReplies = 300

/**
 * Hides a reply for everybody, in a thread that this account started: its thread gate lists it.
 * @throws InvalidInputError `invalid-input` when it is no reply
 * @throws RejectedError `forbidden` in somebody else's thread, `rejected` when 300 are hidden already,
 *   `conflict` when the gate was changed meanwhile
 */
export function hideInteraction({ interaction }: InteractionInput, context: OperationContext): Promise<Acknowledged> {
  return changeHidden(interaction, context, (hidden) =>
    hidden.includes(interaction.id) ? hidden : [...hidden, interaction.id],
  )
}

/** Shows a hidden reply again. Throws as `hideInteraction` does. */
export function unhideInteraction({ interaction }: InteractionInput, context: OperationContext): Promise<Acknowledged> {
  return changeHidden(interaction, context, (hidden) =>
    hidden.includes(interaction.id) ? hidden.filter((uri) => uri !== interaction.id) : hidden,
  )
}

/** Changes the gate by compare-and-set; what else it says stays. A list that is as wanted is not written. */
async function changeHidden(
  interaction: InteractionRef,
  context: OperationContext,
  change: (hidden: readonly string[]) => readonly string[],
): Promise<Acknowledged> {
  const root = await requireOwnThread(interaction, context)
  const { did, rkey } = root.parts
  const gate = await getRecord(context, formatAtUri({ did, collection: collections.threadgate, rkey }))
  const before = readHiddenReplies(gate?.value ?? {})
  const hiddenReplies = change(before)
  if (hiddenReplies === before) return { warnings: [], raw: gate }
  if (hiddenReplies.length > maxHiddenReplies) {
    throw new RejectedError({
      code: 'rejected',
      message: `Bluesky hides up to ${maxHiddenReplies} replies of one thread`,
      outcome: 'not-sent',
      advice: 'Block the author, or unhide replies that no longer matter.',
    })
  }
  const kept = gate?.value ?? { post: root.uri, createdAt: new Date(context.clock.now()).toISOString() }
  const answer = await putRecord(context, {
    collection: collections.threadgate,
    rkey,
    record: { ...kept, hiddenReplies },
    swapRecord: gate?.cid ?? null,
  })
  return { warnings: [], raw: answer.body }
}

/** The root of the thread that a reply stands in, which must be the account's own. */
async function requireOwnThread(interaction: InteractionRef, context: OperationContext) {
  const { root } = await resolvePost(interaction, context, 'interaction')
  const parts = root && parseAtUri(root.uri)
  if (!parts) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: 'Bluesky hides replies only, and this post starts a thread',
      path: 'interaction.id',
    })
  }
  if (parts.did !== (await ownDid(context))) throw notOurThread(root)
  return { uri: root.uri, parts }
}

function notOurThread(root: StrongRef): RejectedError {
  return new RejectedError({
    code: 'forbidden',
    message: `${root.uri} was started by another account: only its author hides replies there`,
    outcome: 'not-sent',
    advice: 'Mute or block the author instead.',
  })
}
