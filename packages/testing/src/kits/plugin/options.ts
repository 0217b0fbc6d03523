import type { Clock, Plugin, PostRef, TuttiClient } from '@tutti/core'
import type { VirtualClock } from '../../clock/virtual-clock.ts'
import type { FakeLedger } from '../../fake-adapter/fake-ledger.ts'

/** The public methods of a plugin. */
export type ApiOf<P extends Plugin> = P extends Plugin<string, infer Api> ? Api : never

/** A client with the plugin, one channel `first` on a fake platform, and a post that stands there. */
export interface PluginSurroundings<P extends Plugin> {
  /** What the plugin's `setup` returned. */
  readonly api: ApiOf<P>
  readonly client: Pick<TuttiClient, 'prepare' | 'publish' | 'deliveries' | 'interactions'>
  readonly channel: 'first'
  /** The platform behind the channel. */
  readonly ledger: FakeLedger
  /** A post of the account, with a comment and a reaction below it. */
  readonly post: PostRef
  /** Every wait of the client goes through it. */
  readonly clock: Clock & Pick<VirtualClock, 'advance'>
}

/** What `describePlugin` needs to know. */
export interface DescribePluginOptions<P extends Plugin> {
  /** Names the suite; the plugin's own name when absent. */
  readonly name?: string | undefined
  /** The factory with options that work. `more` holds what the kit adds to them: spread it behind yours. */
  create(more?: Readonly<Record<string, unknown>>): P
  /** The plugins that it depends on. */
  dependencies?(): readonly Plugin[]
  /** Does with the plugin what an app would: calls its methods, so that it has state, timers and results. */
  exercise(surroundings: PluginSurroundings<P>): Promise<unknown>
  /**
   * What the plugin holds for its client, as JSON: it must differ after `exercise`, and only in the
   * tenant that was exercised. Absent for plugins that keep nothing.
   */
  inspect?(surroundings: PluginSurroundings<P>): Promise<unknown>
}
