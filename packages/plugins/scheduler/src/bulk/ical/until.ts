import { Temporal } from 'temporal-polyfill'
import { instantOf } from '../../time/wall-time.ts'

/** The end of a rule, a day, a wall time or an instant, as an instant: `20261201T080000Z`. */
export function untilAsInstant(until: string, timeZone: string): string {
  if (until.endsWith('Z')) return until
  const wall = Temporal.PlainDateTime.from(/T/.test(until) ? until : `${until}T235959`)
  const instant = new Date(instantOf(wall.toString(), timeZone, 'later').at).toISOString()
  return `${instant.slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}
