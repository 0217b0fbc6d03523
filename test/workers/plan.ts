import type { BoardGuarantee } from '@tutti/testing/fakes'

/** One channel of the load: its platform, its limit, and how much it has to publish. Pure JSON. */
export interface ChannelPlan {
  readonly id: string
  readonly guarantee: BoardGuarantee
  readonly postCount: number
  /** Posts in each window that its limit lets through. */
  readonly postsPerWindow: number
}

/** One post of the load. Pure JSON. */
export interface PlannedPost {
  readonly id: string
  readonly channel: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** The window of every limit, in milliseconds. */
export const windowMs = 5_000

/** All posts fall due within this time, in milliseconds. */
const dueWithinMs = 30_000

/** Those of RELIABILITY 1.1 that leave nothing to a person as long as nothing is lost. */
const guarantees = ['key', 'client-id', 'two-step', 'read-back'] as const

/** How much there is to do, and how much each limit allows: busy, usual and narrow channels side by side. */
const kinds = [
  { name: 'busy', channelCount: 5, postCount: 500, postsPerWindow: 60 },
  { name: 'usual', channelCount: 30, postCount: 230, postsPerWindow: 30 },
  { name: 'narrow', channelCount: 5, postCount: 120, postsPerWindow: 20 },
] as const

/** 40 channels with 10 000 posts together, times `scale`. */
export function planChannels(scale: number): readonly ChannelPlan[] {
  return kinds.flatMap(({ name, channelCount, postCount, postsPerWindow }) =>
    Array.from({ length: channelCount }, (_, index) => ({
      id: `${name}-${index}`,
      guarantee: guarantees[index % guarantees.length] as BoardGuarantee,
      postCount: Math.round(postCount * scale),
      postsPerWindow,
    })),
  )
}

/** What a request of a channel is: a post that is drafted first takes two. */
export const requestsPerPost = ({ guarantee }: Pick<ChannelPlan, 'guarantee'>): number =>
  guarantee === 'two-step' ? 2 : 1

/** The posts of all channels, in the order of their times; those of one channel are spread evenly. */
export function planPosts(channels: readonly ChannelPlan[], startMs: number): readonly PlannedPost[] {
  const posts = channels.flatMap(({ id, postCount }) =>
    Array.from({ length: postCount }, (_, index) => ({
      id: `${id}-${index}`,
      channel: id,
      at: Math.round(startMs + (index / postCount) * dueWithinMs),
    })),
  )
  return posts.sort((one, other) => one.at - other.at)
}
