import type { Acknowledged, InteractionInput, InteractionRef, OperationContext } from '@tutti/model'
import { InvalidInputError, RejectedError } from '@tutti/model'
import { parseAtUri } from '../protocol/at-uri.ts'
import { collections } from '../protocol/collections.ts'
import { changeGate } from '../protocol/gates.ts'
import { ownDid } from '../protocol/own-did.ts'
import type { StrongRef } from '../protocol/records.ts'
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

/** A list that is as wanted is not written. */
async function changeHidden(
  interaction: InteractionRef,
  context: OperationContext,
  change: (hidden: readonly string[]) => readonly string[],
): Promise<Acknowledged> {
  const root = await requireOwnThread(interaction, context)
  return changeGate(context, collections.threadgate, root, (gate) => {
    const before = readHiddenReplies(gate)
    const hiddenReplies = change(before)
    if (hiddenReplies === before) return gate
    if (hiddenReplies.length > maxHiddenReplies) throw tooManyHidden()
    return { ...gate, hiddenReplies }
  })
}

function tooManyHidden(): RejectedError {
  return new RejectedError({
    code: 'rejected',
    message: `Bluesky hides up to ${maxHiddenReplies} replies of one thread`,
    outcome: 'not-sent',
    advice: 'Block the author, or unhide replies that no longer matter.',
  })
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
  return parts
}

function notOurThread(root: StrongRef): RejectedError {
  return new RejectedError({
    code: 'forbidden',
    message: `${root.uri} was started by another account: only its author hides replies there`,
    outcome: 'not-sent',
    advice: 'Mute or block the author instead.',
  })
}
