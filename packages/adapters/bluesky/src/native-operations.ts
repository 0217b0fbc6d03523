import { bookmarkPost, listBookmarks, unbookmarkPost } from './native/bookmarks.ts'
import { changeQuoteRules, changeReplyRules, detachQuote } from './native/gates.ts'

/** What Bluesky can do beyond the vocabulary: `channel.native`. Loaded when the first of them is called. */
export const nativeOperations = {
  bookmarkPost,
  unbookmarkPost,
  listBookmarks,
  changeReplyRules,
  changeQuoteRules,
  detachQuote,
}
