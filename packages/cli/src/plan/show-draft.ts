import { inertLine } from '../output/inert.ts'
import type { Output } from '../output/output.ts'
import type { Draft } from './scheduler.ts'
import { excerptOf } from './show-scheduled.ts'

/** When a draft is to go out. */
function timeOf({ wallTime, timeZone }: Draft): string {
  return wallTime === undefined ? 'no time yet' : inertLine(`${wallTime.slice(0, 16).replace('T', ' ')} ${timeZone}`)
}

/** Drafts, one a line. */
export function showDrafts(output: Output, drafts: readonly Draft[]): void {
  output.table(
    ['when', 'state', 'by', 'id', 'text'],
    drafts.map((draft) => [
      timeOf(draft),
      { text: draft.state, paint: draft.state === 'rejected' ? output.style.red : output.style.cyan },
      inertLine(draft.authors?.join(', ') ?? ''),
      inertLine(draft.id),
      excerptOf(draft),
    ]),
  )
  for (const { id, reason } of drafts) if (reason !== undefined) output.say(`  ${inertLine(id)}: ${inertLine(reason)}`)
}
