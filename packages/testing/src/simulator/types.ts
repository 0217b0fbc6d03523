import type { Clock, Delivery, DeliveryState, MaybePromise, RateLimiter, Store, TuttiClient } from '@tutti/model'
import type { AdapterFake } from '../platform/platform-under-test.ts'
import type { SimulatedTrouble } from './trouble.ts'

/** A client as `createTutti` makes it. */
export interface SimulatedClient extends Pick<TuttiClient, 'deliveries'> {
  on(event: 'delivery.changed', listener: (payload: { readonly delivery: Delivery }) => void): unknown
  close(): Promise<void>
}

/** What the simulated client is made with, so that it lives in the simulated time. */
export interface SimulatedWorld<Fakes extends Readonly<Record<string, AdapterFake>>> {
  readonly clock: Clock
  /** Counts as durable. */
  readonly store: Store
  readonly rateLimiter: RateLimiter
  /** The fakes by the names that `platforms` gave them, and where each is served. */
  readonly platforms: Fakes
  readonly urls: Readonly<Record<keyof Fakes & string, string>>
}

/** Options of `simulate`. */
export interface SimulationOptions<
  Fakes extends Readonly<Record<string, AdapterFake>>,
  Client extends SimulatedClient,
> {
  /** Epoch milliseconds at which it begins. */
  readonly from: number
  /** Epoch milliseconds at which it ends. */
  readonly until: number
  /** The same seed gives the same report; 1 when absent. */
  readonly seed?: number | undefined
  /** Makes the fake platforms; each must be given the clock. */
  readonly platforms: (clock: Clock) => Fakes
  /** Makes the client under test: `createTutti` with the world's `clock`, `store` and `rateLimiter`, and your own plugins. */
  readonly start: (world: SimulatedWorld<Fakes>) => Promise<Client>
  /** What people do at the beginning: schedule posts, create series. */
  readonly plan: (client: Client, world: SimulatedWorld<Fakes>) => MaybePromise<unknown>
  /** Nothing goes wrong when absent. */
  readonly trouble?: SimulatedTrouble | undefined
}

/** One part of a delivery in a simulation. */
export interface SimulatedPost {
  readonly postId: string
  /** Its place in a thread, from 0. */
  readonly part: number
  readonly channel: string
  /** Epoch milliseconds at which it was known to stand, or to have ended without. */
  readonly at: number
  readonly state: DeliveryState
  /** What stands on the platform; absent when nothing does. */
  readonly text?: string | undefined
}

/**
 * What happened in a simulation. The same for the same seed and configuration, if the posts have ids of their own:
 * others get random ones.
 */
export interface SimulationReport {
  readonly seed: number
  readonly from: number
  readonly until: number
  /** By time, then channel, then post. */
  readonly posts: readonly SimulatedPost[]
  /** How many deliveries ended in which state. */
  readonly states: Readonly<Partial<Record<DeliveryState, number>>>
  /** How many requests each platform saw, and how many of them it refused because of its limits. */
  readonly requests: Readonly<Record<string, { readonly count: number; readonly refusedByLimits: number }>>
  /** How many committing requests were struck. */
  readonly struckCount: number
  /** Where the ledgers disagree with what the client says: doubles, losses, untrue states. Empty is the promise. */
  readonly disagreements: readonly string[]
}
