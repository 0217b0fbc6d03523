import type { Post } from '@tutti/model'
import type ICAL from 'ical.js'
import type { WallTime } from '../../time/wall-time.ts'
import { plainText } from './event-data.ts'
import { timeOf } from './time-zone.ts'

/** What people see of a post in their calendar. */
export function setContent(event: ICAL.Component, { text, link, labels }: Post): void {
  const description = plainText(text)
  const [summary = ''] = description.trim().split('\n', 1)
  event.updatePropertyWithValue('summary', [...summary].slice(0, 80).join(''))
  if (description !== '') event.updatePropertyWithValue('description', description)
  if (link) event.updatePropertyWithValue('url', link.url)
  if (labels?.campaign) event.updatePropertyWithValue('categories', plainText(labels.campaign))
  // A post takes nobody's time.
  event.updatePropertyWithValue('transp', 'TRANSPARENT')
}

/** A wall time in its zone. */
export function setTime(event: ICAL.Component, name: string, time: Pick<WallTime, 'wallTime' | 'timeZone'>): void {
  const { wallTime, timeZone } = time
  const property = event.updatePropertyWithValue(name, timeOf(timeZone === 'UTC' ? `${wallTime}Z` : wallTime))
  if (timeZone !== 'UTC') property.setParameter('tzid', timeZone)
}
