import type { ChannelDefinition, Clock } from '@tutti/core'
import type { AdapterFake } from '../platform/platform-under-test.ts'

/** What `describeAmbiguity` needs to know. */
export interface DescribeAmbiguityOptions<Fake extends AdapterFake = AdapterFake> {
  /** Names the suite. */
  readonly name: string
  /** A fake of its own for each cell, on the given clock. */
  createFake(clock: Clock): Fake
  /** The account on the fake at `baseUrl`. */
  createChannel(baseUrl: string, secret: string): ChannelDefinition
  /**
   * Whether the server protects a repeat, by a key or by our own name for the post. Where it does not,
   * an absent post is left to a person.
   */
  readonly protectsRepeats: boolean
  /** A script that calls `runAmbiguityChild`: the process that is killed, and the one that recovers. */
  readonly childScript?: URL | undefined
  /** The secret of the account: what the child script makes its channel of. */
  secret(fake: Fake): string
}
