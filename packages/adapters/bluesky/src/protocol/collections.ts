/** The record types that this adapter reads and writes. */
export const collections = {
  post: 'app.bsky.feed.post',
  like: 'app.bsky.feed.like',
  repost: 'app.bsky.feed.repost',
  threadgate: 'app.bsky.feed.threadgate',
  postgate: 'app.bsky.feed.postgate',
  follow: 'app.bsky.graph.follow',
  block: 'app.bsky.graph.block',
} as const
