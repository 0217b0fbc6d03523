import { InvalidInputError } from '@tutti/model'
import { schedulerCancelled } from '../schedule-events.ts'
import { readWallTime } from '../time/wall-time.ts'
import type { Calendar } from './calendar.ts'
import type { CalendarApi } from './calendar-api.ts'
import { toDays } from './days.ts'
import { cancellableStates, readDecision, readFilter, readRange, readScheduleInput, readTimeInput } from './inputs.ts'
import { matches } from './matches.ts'
import { queue } from './records.ts'
import { hasTime, type ScheduledPost, type ScheduleRecord } from './schedule-record.ts'

/** The methods about single posts and their times. */
export function createCalendarApi(calendar: Calendar): CalendarApi {
  const { host, records, show, move } = calendar
  return {
    async schedule(post, input) {
      const { at, disambiguation = 'compatible', late, by } = readScheduleInput(input)
      return calendar.place(post, readWallTime(at, disambiguation), { disambiguation, late, by })
    },

    async reschedule(id, input) {
      const { at, disambiguation = 'compatible', by } = readTimeInput(input)
      return calendar.setTime(id, readWallTime(at, disambiguation), { disambiguation, by })
    },

    async cancel(id, input = {}) {
      const { by } = readDecision(input)
      requireTime((await records.get(id)).record)
      const { record } = await move(id, cancellableStates, { state: 'cancelled' }, { by, action: 'cancel' })
      await host.store.due.remove(queue, id)
      const scheduled = show(record)
      host.emit(schedulerCancelled, { scheduled })
      return scheduled
    },

    async get(id) {
      const { record } = await records.get(id)
      requireTime(record)
      return show(record)
    },

    async calendar(range) {
      const { from, to, timeZone = calendar.options.timeZone } = readRange(range)
      const posts: ScheduledPost[] = []
      for await (const { record } of records.between(from, to)) posts.push(show(record))
      const foreseen = await Promise.all(calendar.extensions.foresee.map((foresee) => foresee(from, to)))
      return toDays(posts, foreseen.flat(), timeZone)
    },

    async list(filter = {}) {
      const wanted = readFilter(filter)
      const found: ScheduledPost[] = []
      for await (const { record } of records.between(
        wanted.from ?? Number.NEGATIVE_INFINITY,
        wanted.to ?? Number.POSITIVE_INFINITY,
      )) {
        if (matches(record, wanted)) found.push(show(record))
      }
      return found
    },
  }
}

function requireTime(record: ScheduleRecord): void {
  if (hasTime(record)) return
  throw new InvalidInputError({
    code: 'schedule-not-found',
    message: `the post "${record.id}" is a draft without a time`,
    path: 'id',
    advice: 'Give it a time with reschedule.',
  })
}
