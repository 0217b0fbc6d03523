import type { ScheduleFilter } from './calendar-api.ts'
import type { CalendarPost } from './schedule-record.ts'

/** Whether a post is one of those that a filter asks for, its time aside. */
export function matches(post: CalendarPost, { states, channel, campaign, origin }: ScheduleFilter): boolean {
  if (states && !states.includes(post.state)) return false
  if (channel !== undefined && !Object.hasOwn(post.preview.channels, channel)) return false
  if (campaign !== undefined && post.campaign !== campaign) return false
  if (origin === undefined) return true
  if (typeof origin === 'string') return post.origin?.kind === origin
  return post.origin?.kind === origin.kind && post.origin.id === origin.id
}
