import type { Delivery, DeliveryState } from '@tutti/model'
import type { AdapterFake, StandingPost } from '../platform/platform-under-test.ts'
import type { SimulatedClient, SimulatedPost, SimulationReport } from './types.ts'

/** Reads every delivery of the client. */
export async function readDeliveries({ deliveries }: SimulatedClient): Promise<readonly Delivery[]> {
  const all: Delivery[] = []
  for (;;) {
    const page = await deliveries.list({ after: all.at(-1)?.postId, limit: 500 })
    all.push(...page)
    if (page.length < 500) return all
  }
}

/** Counts deliveries by state. */
export function countStates(deliveries: readonly Delivery[]): SimulationReport['states'] {
  const counts: Partial<Record<DeliveryState, number>> = {}
  for (const { state } of deliveries) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

const saysNothingStands: readonly DeliveryState[] = ['not-sent', 'rejected', 'held', 'cancelled', 'missed']

/** Everything that stands on the platforms, by platform and id. */
export async function readStanding(fakes: readonly AdapterFake[]): Promise<ReadonlyMap<string, StandingPost>> {
  const standing = new Map<string, StandingPost>()
  for (const fake of fakes) {
    for (const post of await fake.standingPosts()) standing.set(standingKey(fake.platform.id, post.id), post)
  }
  return standing
}

const standingKey = (platform: string, id: string) => `${platform}\n${id}`

/** Holds what the client says against what stands. @returns what is wrong, in a fixed order */
export function findDisagreements(
  deliveries: readonly Delivery[],
  standing: ReadonlyMap<string, StandingPost>,
): readonly string[] {
  const wrong: string[] = []
  const claims = new Map<string, string>()
  let isAnyOpen = false
  for (const { postId, channel, platform, parts } of deliveries) {
    for (const { index, state, ref, openSince } of parts) {
      const name = `part ${index} of ${postId} on ${channel}`
      isAnyOpen ||= openSince !== undefined
      if (!ref) {
        if (state === 'published') wrong.push(`${name} is published, and nobody knows where`)
        continue
      }
      const key = standingKey(platform, ref.id)
      if (saysNothingStands.includes(state)) wrong.push(`${name} is ${state} and has a post`)
      if (!standing.has(key)) wrong.push(`${name} is published and does not stand`)
      const other = claims.get(key)
      if (other) wrong.push(`${name} and ${other} are one post`)
      claims.set(key, name)
    }
  }
  // A part whose fate is not known yet may be any of those that nobody knows of.
  if (isAnyOpen) return wrong.sort()
  for (const [key, { text }] of standing) {
    if (!claims.has(key)) wrong.push(`a post stands that no delivery knows of: ${text.slice(0, 60)}`)
  }
  return wrong.sort()
}

/** When each part of a delivery got to the state that it ended in, by what listeners were told. */
export class ChangeLog {
  readonly #changes = new Map<string, { readonly state: DeliveryState; readonly at: number }>()

  /** Takes note of a change. */
  note(delivery: Delivery, at: number): void {
    for (const { index, state } of delivery.parts) {
      const key = keyOf(delivery, index)
      if (this.#changes.get(key)?.state !== state) this.#changes.set(key, { state, at })
    }
  }

  /** Epoch milliseconds; of the delivery itself where nobody was told. */
  timeOf(delivery: Delivery, index: number): number {
    return this.#changes.get(keyOf(delivery, index))?.at ?? delivery.updatedAt
  }
}

const keyOf = ({ postId, channel }: Delivery, index: number) => JSON.stringify([postId, channel, index])

/** The parts of all deliveries, in the order in which people read. */
export function listPosts(
  deliveries: readonly Delivery[],
  standing: ReadonlyMap<string, StandingPost>,
  changes: ChangeLog,
): readonly SimulatedPost[] {
  return deliveries
    .flatMap((delivery) =>
      delivery.parts.map(({ index, state, ref }): SimulatedPost => {
        const text = ref && standing.get(standingKey(delivery.platform, ref.id))?.text
        const at = changes.timeOf(delivery, index)
        return { postId: delivery.postId, part: index, channel: delivery.channel, at, state, text }
      }),
    )
    .sort(
      (one, other) =>
        one.at - other.at ||
        compare(one.channel, other.channel) ||
        compare(one.postId, other.postId) ||
        one.part - other.part,
    )
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
