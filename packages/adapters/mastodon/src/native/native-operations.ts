import { whereOffered } from '../api/where-offered.ts'
import { bookmarkPost, listBookmarks, unbookmarkPost } from './bookmarks.ts'
import { createFilter, deleteFilter, listFilters } from './filters.ts'
import { cancelScheduledStatus, listScheduledStatuses, scheduleStatus, stageMedia } from './scheduled-statuses.ts'

/** What Mastodon can do beyond the vocabulary: `channel.native`. */
export const nativeOperations = {
  bookmarkPost,
  unbookmarkPost,
  listBookmarks,
  listFilters: whereOffered('native.listFilters', listFilters),
  createFilter: whereOffered('native.createFilter', createFilter),
  deleteFilter: whereOffered('native.deleteFilter', deleteFilter),
  stageMedia: whereOffered('native.stageMedia', stageMedia),
  scheduleStatus: whereOffered('native.scheduleStatus', scheduleStatus),
  listScheduledStatuses: whereOffered('native.listScheduledStatuses', listScheduledStatuses),
  cancelScheduledStatus: whereOffered('native.cancelScheduledStatus', cancelScheduledStatus),
}
