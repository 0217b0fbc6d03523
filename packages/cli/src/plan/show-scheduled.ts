import { inertLine } from '../output/inert.ts'
import type { Output } from '../output/output.ts'
import type { Cell } from '../output/table.ts'
import type { Scheduled } from './scheduler.ts'

const troubled: readonly string[] = ['missed', 'waiting', 'rejected', 'cancelled']

/** A state in its colour. */
function stateCell({ style }: Output, { state, deliveries = {} }: Scheduled): Cell {
  const isAllPublished = Object.values(deliveries).every((delivery) => delivery === 'published')
  if (state === 'fired') return { text: state, paint: isAllPublished ? style.green : style.yellow }
  return { text: state, paint: troubled.includes(state) ? style.red : style.cyan }
}

/** The first words of what will be sent. */
export function excerptOf({ preview }: Pick<Scheduled, 'preview'>): string {
  const [first] = Object.values(preview.channels)
  return inertLine(first?.parts[0]?.text ?? '')
}

/** `2026-12-01 09:00 Europe/Rome`. */
export function wallTimeOf({ wallTime, timeZone, adjusted }: Scheduled): string {
  const note = adjusted === 'none' ? '' : ` (${adjusted})`
  return inertLine(`${wallTime.slice(0, 16).replace('T', ' ')} ${timeZone}${note}`)
}

/** Posts of the calendar, one a line. */
export function showScheduled(output: Output, posts: readonly Scheduled[]): void {
  output.table(
    ['when', 'state', 'channels', 'id', 'text'],
    posts.map((post) => [
      wallTimeOf(post),
      stateCell(output, post),
      inertLine(Object.keys(post.preview.channels).join(', ')),
      inertLine(post.id),
      excerptOf(post),
    ]),
  )
  for (const { id, reason, adjusted } of posts) {
    if (reason !== undefined) output.say(`  ${inertLine(id)}: ${inertLine(reason)}`)
    if (adjusted === 'gap') output.say(`  ${inertLine(id)}: the clocks skip this time; it goes out as if they had not`)
    if (adjusted === 'overlap') output.say(`  ${inertLine(id)}: this time comes twice; --disambiguation chooses`)
  }
}
