import type { AnyOperationName } from '@tutti/model'

const filters = ['native.listFilters', 'native.createFilter', 'native.deleteFilter'] as const
const scheduling = [
  'native.stageMedia',
  'native.scheduleStatus',
  'native.listScheduledStatuses',
  'native.cancelScheduledStatus',
] as const

/**
 * What each kind of server lacks of Mastodon's API, by its source (all read 2026-11-25).
 * GoToSocial: internal/api/client/streaming (WebSockets only) and internal/api/client/trends (placeholders).
 * Pleroma and Akkoma: lib/pleroma/web/router.ex (WebSockets only; `/trends` is an empty list; filters of version 1).
 * Pixelfed: routes/api.php, and `statusCreate` of ApiV1Controller, which knows no `direct`.
 * Friendica: static/routes.config.php ("Unimplemented", "Dummy").
 */
const lacking: Readonly<Record<string, readonly AnyOperationName[]>> = {
  gotosocial: ['fetchTrends', 'subscribe'],
  pleroma: ['fetchTrends', 'subscribe', ...filters],
  akkoma: ['fetchTrends', 'subscribe', ...filters],
  pixelfed: ['fetchTrends', 'subscribe', 'reportInteraction', 'sendMessage', ...filters, ...scheduling],
  friendica: ['subscribe', ...filters],
}

/** Whether a server with this software is known not to have an operation. */
export function lacks(software: string, operation: AnyOperationName): boolean {
  return lacking[software]?.includes(operation) ?? false
}
