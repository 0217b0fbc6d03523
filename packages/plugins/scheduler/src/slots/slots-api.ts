import type { Post } from '@tutti/model'
import type { ScheduledPost } from '../calendar/schedule-record.ts'
import type { LatePolicy } from '../options.ts'
import type { WallTime } from '../time/wall-time.ts'

/** The slots of one channel. */
export interface ChannelSlots {
  readonly channel: string
  readonly timeZone: string
  /** `mon 09:00`, in the order of the week, Monday first. */
  readonly slots: readonly string[]
  /**
   * A slot nearer than this to any other post of the channel is not free; 0: only one at that very instant. The
   * plugin's `spacing` holds as well: the wider counts.
   */
  readonly minGapMs: number
}

/** The slots that channels shall have. */
export interface SlotsInput {
  /** Weekly wall times: `mon 09:00`. */
  readonly slots: readonly string[]
  /** IANA name; the plugin's `timeZone` when absent. */
  readonly timeZone?: string | undefined
  readonly minGapMs?: number | undefined
}

/** How a post goes into the queue. */
export interface QueueInput {
  /** What happens when its time passes while no worker runs; the plugin's own when absent. */
  readonly late?: { readonly policy: LatePolicy; readonly graceMs?: number | undefined } | undefined
  /**
   * Whether it goes to the end of the queue again under a new id once it was published, or missed. Repeats are
   * at least `minAgeMs` apart. It stops when somebody cancels it.
   */
  readonly evergreen?: { readonly minAgeMs: number } | undefined
  readonly by?: string | undefined
}

/** A slot that was passed over: it is nearer to another post of the channel than it may be. */
export interface TooNearSlot {
  readonly wallTime: string
  /** Epoch milliseconds. */
  readonly at: number
  /** The post that it is too near to. */
  readonly postId: string
}

/** A slot that is free. */
export interface FreeSlot extends WallTime {
  /** The earlier slots that were passed over for their nearness to other posts. */
  readonly tooNear: readonly TooNearSlot[]
}

/** A post that has got its slot. */
export interface QueuedPost extends ScheduledPost, FreeSlot {}

/** How a queue is shuffled. */
export interface ShuffleInput {
  /** The same seed gives the same posts in the same slots the same order. */
  readonly seed: string
  /** Epoch milliseconds, inclusive; now when absent. */
  readonly from?: number | undefined
  /** Epoch milliseconds, exclusive. */
  readonly to?: number | undefined
  readonly by?: string | undefined
}

/** `tutti.scheduler.slots`: queues that fill the weekly times of channels. */
export interface SlotsApi {
  /** Replaces the slots of one channel or several. What is queued already stays where it is. @throws InvalidInputError `invalid-input`, `unknown-channel` */
  set(channels: string | readonly string[], input: SlotsInput): Promise<readonly ChannelSlots[]>
  /** In the order of channels. */
  list(): Promise<readonly ChannelSlots[]>
  /** Takes a channel's slots away. What is queued stays. @returns whether it had any */
  remove(channel: string): Promise<boolean>
  /** The next free slot of a channel: not reserved, another may take it. @throws InvalidInputError `invalid-input` when it has no slots, or none is free within a year */
  next(channel: string): Promise<FreeSlot>
  /**
   * Puts a post into the next free slot of each of its channels: one post of the calendar for each channel, for
   * their slots differ. Where there are several, the channel is added to the id.
   * @throws InvalidInputError as `next` and `schedule`; what was placed on other channels before stays
   */
  add(post: Post, input?: QueueInput): Promise<readonly QueuedPost[]>
  /**
   * Gives the posts that wait in a channel's slots another order: each gets the time of one of them. What a person moved,
   * and evergreen posts that come again, keep theirs. Should the process die in the middle, a worker goes on with it.
   * @returns all of them, by time @throws InvalidInputError `invalid-input`; PluginError `guard-denied`, and nothing was moved
   */
  shuffle(channel: string, input: ShuffleInput): Promise<readonly ScheduledPost[]>
}
