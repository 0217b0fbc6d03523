import type {
  Adapter,
  AdapterOperations,
  CallOptions,
  ChannelBase,
  ChannelDefinition,
  ChannelOperations,
  ClientLimits,
  Clock,
  CoreEvent,
  DeletionResult,
  Deliveries,
  EditRequest,
  EditResult,
  Engine,
  EventToken,
  Interaction,
  InteractionKind,
  Logger,
  MediaStore,
  NativeChannelOperations,
  NativeOperations,
  OutsideFetch,
  PayloadOf,
  PlatformOptionsOf,
  Plugin,
  Post,
  PostOverride,
  Preview,
  PublishOptions,
  PublishResult,
  RateLimiter,
  Store,
  Undo,
  UnknownChannel,
} from '@tutti/model'
import type { Accounts } from '../accounts/types.ts'
import type { SweepMediaOptions, SweptMedia } from '../media/sweep-media.ts'

/** Channels by the app's own stable id. */
export type ChannelMap = Readonly<Record<string, ChannelDefinition>>

/** Channels that live in the app's own database; they open lazily and are kept in an LRU. */
export interface ChannelResolver {
  /** `undefined` for an id that does not exist. */
  resolve(channelId: string): Promise<ChannelDefinition | undefined>
  /** Ids page by page, in a stable order. Never called at start. */
  list(filter: { readonly after?: string | undefined; readonly limit: number }): Promise<readonly string[]>
}

/** Either form of `channels`. */
export type Channels = ChannelMap | ChannelResolver

/** The channel ids that are known when compiling: literals with a map, any string with a resolver. */
export type ChannelIds<C extends Channels> = C extends ChannelResolver ? string : keyof C & string

type AdapterOf<C extends Channels, Id extends ChannelIds<C>> = C extends ChannelMap
  ? C[Id] extends { readonly adapter: infer A extends Adapter }
    ? A
    : Adapter
  : Adapter

/** A channel with exactly the operations that its adapter declares. */
export type Channel<A extends Adapter> = A extends { readonly operations: infer Operations extends AdapterOperations }
  ? Omit<ChannelBase, 'native'> &
      ChannelOperations<Operations> & { readonly native: NativeChannelOperations<NativeOf<A>> }
  : never

/** The native operations of an adapter. */
export type NativeOf<A extends Adapter> =
  A extends Adapter<string, AdapterOperations, infer _Options, never, infer Native extends NativeOperations>
    ? Native
    : Record<never, never>

/**
 * The channel behind an id: fully typed and there at once with a map; with a resolver a promise of
 * one that `supports` narrows, for its adapter is only known when the resolver has answered.
 */
export type ChannelFor<C extends Channels, Id extends ChannelIds<C>> = C extends ChannelResolver
  ? Promise<UnknownChannel>
  : Channel<AdapterOf<C, Id>>

type AdaptersOf<C extends Channels> = C extends ChannelResolver ? Adapter : AdapterOf<C, ChannelIds<C>>

/** Platform options by platform id, of the adapters in use only. */
export type PlatformOptionsFor<C extends Channels> = C extends ChannelResolver
  ? Readonly<Record<string, unknown>>
  : { readonly [A in AdaptersOf<C> as A['id']]?: PlatformOptionsOf<A> | undefined }

/** A post with this client's own channels and platform options: misspelt ones don't compile. */
export interface PostFor<C extends Channels> extends Omit<Post, 'channels' | 'perChannel' | 'platformOptions'> {
  readonly channels?: readonly ChannelIds<C>[] | undefined
  readonly perChannel?:
    | {
        readonly [Id in ChannelIds<C>]?:
          | (Omit<PostOverride, 'platformOptions'> & {
              readonly platformOptions?:
                | (C extends ChannelResolver ? unknown : PlatformOptionsOf<AdapterOf<C, Id>>)
                | undefined
            })
          | undefined
      }
    | undefined
  readonly platformOptions?: PlatformOptionsFor<C> | undefined
}

/** The public methods of the plugins in use, by plugin name. */
export type PluginApis<P extends readonly Plugin[]> = {
  readonly [Item in P[number] as Item['ref']['name']]: Item extends Plugin<string, infer Api> ? Api : never
}

/** Core's events and those that the plugins in use declare. */
export type EventsOf<P extends readonly Plugin[]> = CoreEvent | P[number]['events'][number]

/** The member names of the client that a plugin can't take. `then` would make the client a promise. */
export type ReservedName =
  | keyof TuttiCore<ChannelMap, readonly []>
  | 'then'
  | 'catch'
  | 'finally'
  | 'toJSON'
  | 'core'
  | 'constructor'

type Names<P extends readonly Plugin[]> = { readonly [I in keyof P]: P[I]['ref']['name'] }

type IsDoubled<P extends readonly unknown[], Name> = P extends readonly [infer First, ...infer Rest]
  ? First extends Name
    ? Name extends Rest[number]
      ? true
      : IsDoubled<Rest, Name>
    : IsDoubled<Rest, Name>
  : false

type Needs<P extends Plugin> = P extends Plugin<string, object, readonly EventToken[], infer Name> ? Name : never

/** The list itself when it is right; otherwise each wrong entry becomes a message that does not fit. */
export type CheckedPlugins<P extends readonly Plugin[]> = {
  readonly [I in keyof P]: P[I]['ref']['name'] extends ReservedName
    ? `the plugin name "${P[I]['ref']['name']}" is reserved`
    : IsDoubled<Names<P>, P[I]['ref']['name']> extends true
      ? `two plugins are named "${P[I]['ref']['name']}"`
      : [Exclude<Needs<P[I]>, P[number]['ref']['name']>] extends [never]
        ? P[I]
        : `plugin "${P[I]['ref']['name']}" needs the plugin "${Exclude<Needs<P[I]>, P[number]['ref']['name']>}"`
}

/** How deliveries whose fate is unknown are found out about. */
export interface ReconciliationOptions {
  /** Instead of what adapters declare, for servers known to differ: see `Guarantees.lateCommitMs`. */
  readonly lateCommitMs?: number | undefined
  /** Instead of what adapters declare: see `Guarantees.consistencyMs`. */
  readonly consistencyMs?: number | undefined
  /** A worker that has been silent for so long counts as dead, and its deliveries are taken over; 60 s when absent. */
  readonly leaseMs?: number | undefined
}

/** Options of `createTutti`. */
export interface TuttiOptions<C extends Channels, P extends readonly Plugin[]> {
  readonly channels: C
  readonly plugins?: (P & CheckedPlugins<P>) | undefined
  /** Memory when absent, with a warning; scheduling is refused then. */
  readonly store?: Store | undefined
  /** Keeps the tenants of one store apart; `default` when absent. */
  readonly tenant?: string | undefined
  /**
   * What credentials in the store are encrypted with: 32 bytes in base64, from the environment. Of several the
   * first encrypts, and all decrypt. Without it a durable store gets no credentials: renewed ones live as long as
   * the process, and `accounts.authorize` is refused.
   */
  readonly credentialKey?: string | readonly string[] | undefined
  /**
   * Keeps the bytes of Blobs and streams until they are sent; one for each tenant. When absent: memory
   * without a durable store, a folder beside a store that lives in files, and otherwise none, so that
   * Blobs and streams are refused.
   */
  readonly mediaStore?: MediaStore | undefined
  /** The folder that paths of media must stay in, and that relative ones start from. Any path when absent. */
  readonly mediaRoot?: string | undefined
  /** What a picture or video without a description is: a `warning` when absent, or an `error` that holds the post back. */
  readonly missingAlt?: 'warning' | 'error' | undefined
  /**
   * What to do where a process has begun to renew a refresh token and died before it could write down what came of it.
   * Nobody can know whether the platform has done its part; if so, the old token is void, and at some platforms its next
   * use ends the whole sign-in. `ask`: the old token is not used again, and the channel says `renewal-unfinished` until a
   * person signs in anew. `retry`: it is used again. `ask` when absent.
   */
  readonly unfinishedRenewal?: 'ask' | 'retry' | undefined
  /**
   * How what comes from outside is reached: link cards, what adapters ask for, and servers that a person or a document
   * named. The guarded fetch when absent.
   */
  readonly fetchOutside?: OutsideFetch | undefined
  readonly engine?: Engine | undefined
  /** The process's shared limiter when absent. */
  readonly rateLimiter?: RateLimiter | undefined
  readonly clock?: Clock | undefined
  readonly log?: Logger | undefined
  /**
   * `false` for a client that only plans and reads: it takes nothing up by itself, and plugins start no workers; true
   * when absent.
   */
  readonly backgroundWork?: boolean | undefined
  /**
   * Takes up unfinished deliveries in the background: at start, and once a lease what other processes have left that
   * died; as `backgroundWork` when absent and the store is durable.
   */
  readonly recoverOnStart?: boolean | undefined
  /** How long a hook may take; 30 s when absent. */
  readonly hookTimeoutMs?: number | undefined
  /** How many channels of a resolver are kept open; 500 when absent. */
  readonly maxOpenChannels?: number | undefined
  readonly reconciliation?: ReconciliationOptions | undefined
}

/** Looks ahead at the limits. */
export type Limits = ClientLimits

/** The client without its plugins' methods. */
export interface TuttiCore<C extends Channels, P extends readonly Plugin[]> extends AsyncDisposable {
  /** Types a post: misspelt channels and foreign platform options don't compile. Returns plain data. */
  post(post: PostFor<C>): Post
  /** What will be sent to each channel. Writes nothing on any platform. */
  prepare(post: Post, options?: CallOptions): Promise<Preview<ChannelIds<C>>>
  /**
   * Publishes a preview, or prepares and publishes a post. Never rejects because of one channel:
   * each channel's fate is its delivery's state.
   */
  publish(post: Post | Preview, options?: PublishOptions): Promise<PublishResult<ChannelIds<C>>>
  /**
   * Prepares content for one channel, with the same checks and guards as publishing, and puts it in a post's
   * place. Never rejects because of the platform: what became of it is the result's state. May be repeated.
   * @throws InvalidInputError `invalid-input`, `unknown-channel`
   */
  edit(request: EditRequest<ChannelIds<C>>, options?: CallOptions): Promise<EditResult>
  /**
   * Deletes a post on every channel that it was delivered to: first comments too, threads from their end. One
   * channel's failure leaves the others alone, and nothing is told as gone that may be live. May be repeated.
   * @throws InvalidInputError `invalid-input` for a post id without deliveries
   */
  deletePost(postId: string, options?: CallOptions): Promise<DeletionResult>
  /** @throws InvalidInputError `unknown-channel`; with a resolver the promise rejects with it */
  channel<Id extends ChannelIds<C>>(id: Id): ChannelFor<C, Id>
  /** Everything people did, over all channels, newest first per channel. */
  interactions(
    options?: CallOptions & {
      readonly channels?: readonly ChannelIds<C>[] | undefined
      readonly kinds?: readonly InteractionKind[] | undefined
      readonly maxPages?: number | undefined
    },
  ): AsyncIterable<Interaction>
  readonly deliveries: Deliveries
  /** Connects the accounts of channels that were given no credential. */
  readonly accounts: Accounts<ChannelIds<C>>
  readonly limits: Limits
  /**
   * Deletes bytes from the media store that are old and that nothing refers to any more. Call it now
   * and then on a client with all the plugins that you use: only they know what they keep for later.
   */
  sweepMedia(options?: SweepMediaOptions): Promise<SweptMedia>
  on<Name extends EventsOf<P>['name']>(
    event: Name,
    listener: (payload: PayloadOf<Extract<EventsOf<P>, EventToken<Name>>>) => void,
  ): Undo
  once<Name extends EventsOf<P>['name']>(
    event: Name,
    listener: (payload: PayloadOf<Extract<EventsOf<P>, EventToken<Name>>>) => void,
  ): Undo
  off<Name extends EventsOf<P>['name']>(event: Name, listener: (payload: never) => void): void
  /** Waits for what is under way, then releases plugins (in reverse), engine, limiter and store. Idempotent. */
  close(): Promise<void>
}

/** The client: core's members and each plugin's methods under the plugin's name. */
export type Tutti<C extends Channels = ChannelMap, P extends readonly Plugin[] = readonly []> = TuttiCore<C, P> &
  PluginApis<P>
