import type { Post, PostOverride } from '@tutti/model'

/** The post as one channel says it: the channel's own members replace the post's. */
export function mergePost(post: Post, channel: string, platform: string): Post {
  const { perChannel, platformOptions, ...common } = post
  const { platformOptions: ownOptions, ...own } = overrideFor(perChannel, channel)
  const merged: Post = { ...common, ...present(own), channels: [channel] }
  const options = mergeOptions(memberOf(platformOptions, platform), ownOptions)
  return {
    ...merged,
    // Whoever writes one of the two for a channel does without the other there.
    ...(own.thread && { split: undefined }),
    ...(own.split && { thread: undefined }),
    ...(options !== undefined && { platformOptions: { [platform]: options } }),
  }
}

function overrideFor(perChannel: Post['perChannel'], channel: string): PostOverride {
  return memberOf(perChannel, channel) ?? {}
}

function memberOf<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined
}

function present(override: Omit<PostOverride, 'platformOptions'>): Partial<Post> {
  return Object.fromEntries(Object.entries(override).filter(([, value]) => value !== undefined))
}

function mergeOptions(common: unknown, own: unknown): unknown {
  if (own === undefined) return common
  return isObject(common) && isObject(own) ? { ...common, ...own } : own
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
