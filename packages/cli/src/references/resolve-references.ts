import { type Delivery, InvalidInputError, RejectedError } from '@tutti/model'
import type { Session } from '../client/open-session.ts'
import { findByAddress } from './find-by-address.ts'
import { isAddress } from './is-address.ts'
import { parseReference } from './parse-reference.ts'
import { createReferenceMemory, type Reference } from './reference-memory.ts'

/** What may stand for a post or a comment, for people. */
export const referenceHelp =
  'Name it by the short name that `tutti posts` and `tutti comments` print, by its address on the platform ' +
  '(https://… or at://…), by the id of a post published here, or by a reference as --json prints it.'

/**
 * What a person named: a short name, an address on the platform, a reference as JSON, or the id under which a post was
 * published here, which means all that stands of it, on every channel and part by part.
 * @throws RejectedError `not-found`; InvalidInputError `invalid-input`
 */
export async function resolveReferences(
  session: Session,
  name: string,
  channel: string | undefined,
): Promise<readonly Reference[]> {
  const parsed = parseReference(name, channel)
  if (parsed !== undefined) {
    return [{ ref: parsed.ref, channel: parsed.channel ?? (await onlyChannelOf(session, parsed.ref.platform)) }]
  }
  const remembered = await createReferenceMemory(session.store).find(name)
  // The same address may have been seen from several channels, and be remembered of another.
  if (remembered !== undefined && (channel ?? remembered.channel) === remembered.channel) return [remembered]
  const published = (await deliveriesOf(session, name, channel)).flatMap((delivery) =>
    delivery.parts.flatMap(({ ref }) => (ref === undefined ? [] : [{ channel: delivery.channel, ref }])),
  )
  if (published.length > 0) return published
  const standing = isAddress(name) ? await findByAddress(session, name, channel) : []
  if (standing.length > 0) return standing
  throw notFound(name)
}

/**
 * As `resolveReferences`, where only one will do.
 * @throws InvalidInputError `invalid-input` when it stands for several
 */
export async function resolveReference(
  session: Session,
  name: string,
  channel: string | undefined,
): Promise<Reference> {
  const [first, ...others] = await resolveReferences(session, name, channel)
  if (first === undefined) throw notFound(name)
  const isThread = others.every((other) => other.channel === first.channel)
  // The first part stands for its thread: below it hangs the conversation.
  if (isThread) return first
  throw new InvalidInputError({
    code: 'invalid-input',
    message: `${name} stands on several channels`,
    path: 'reference',
    advice: 'Say which one with --channel.',
  })
}

/** The deliveries of one post id. */
export async function deliveriesOf(session: Session, postId: string, channel: string | undefined) {
  const deliveries: Delivery[] = []
  for (const id of channel === undefined ? await session.listChannels() : [channel]) {
    const delivery = await session.client.deliveries.get(postId, id)
    if (delivery !== undefined) deliveries.push(delivery)
  }
  return deliveries
}

async function onlyChannelOf(session: Session, platform: string): Promise<string> {
  const ids: string[] = []
  for (const id of await session.listChannels()) {
    if ((await session.openChannel(id)).platform === platform) ids.push(id)
  }
  const [first, ...others] = ids
  if (first !== undefined && others.length === 0) return first
  throw new InvalidInputError({
    code: 'invalid-input',
    message: `${ids.length === 0 ? 'no channel is' : 'several channels are'} on ${platform}`,
    path: 'reference',
    advice: 'Say which channel with --channel.',
  })
}

function notFound(name: string): RejectedError {
  return new RejectedError({
    code: 'not-found',
    message: `${name} is not known here`,
    outcome: 'rejected',
    advice: referenceHelp,
  })
}
