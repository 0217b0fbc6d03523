/** The collection of delivery records, and the due index of the unfinished ones. */
export const deliveries = 'deliveries'

// No post id contains control characters, and all that it may contain sorts behind them: so keys
// are unique whatever the channel is called, and stand in the order of the post ids.
const separator = '\u0001'
const behindSeparator = '\u0002'

/** The document id of a delivery. */
export function deliveryKey(postId: string, channel: string): string {
  return `${postId}${separator}${channel}`
}

/** Sorts behind every delivery of a post and before those of the next. */
export function endOfPost(postId: string): string {
  return `${postId}${behindSeparator}`
}
