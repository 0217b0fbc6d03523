export { bookmarkPost, listBookmarks, unbookmarkPost } from './native/bookmarks.ts'
export { changeQuoteRules, changeReplyRules, detachQuote } from './native/gates.ts'
