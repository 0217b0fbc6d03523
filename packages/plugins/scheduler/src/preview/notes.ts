import type { PreparedPost } from '@tutti/model'
import type { Pauses } from '../pause/pauses.ts'
import { showLocalTime, type WallTime } from '../time/wall-time.ts'
import type { PlannedPost } from './planned-post.ts'
import type { PreviewNote } from './preview-api.ts'

const unapprovedStates: readonly string[] = ['draft', 'submitted', 'rejected', 'approved']

/** What is odd about a wall time. */
export function noteOnTime({ wallTime, timeZone, at, adjusted }: WallTime): readonly PreviewNote[] {
  const shown = showLocalTime(at, timeZone)
  if (adjusted === 'gap') {
    return [{ code: 'gap', message: `the clocks of ${timeZone} skip ${wallTime}: it goes out at ${shown}` }]
  }
  if (adjusted === 'overlap') {
    const utc = new Date(at).toISOString()
    return [{ code: 'overlap', message: `${wallTime} comes twice in ${timeZone}: the one that is ${utc} is meant` }]
  }
  return []
}

/** Why a post would not go out on a channel as things are. */
export async function notesOnState(
  { state, campaign }: PlannedPost,
  { channel, issues }: PreparedPost,
  pauses: Pauses,
): Promise<readonly PreviewNote[]> {
  const notes: PreviewNote[] = []
  const error = issues.find(({ severity }) => severity === 'error')
  if (error) notes.push({ code: 'held', message: `it is held back: ${error.message}` })
  if (unapprovedStates.includes(state))
    notes.push({ code: 'not-approved', message: `it is ${state}, and goes out only when it is approved` })
  const pause = await pauses.find({ channel, campaign })
  if (pause) notes.push({ code: 'paused', message: `it is paused: ${pause.reason}` })
  return notes
}
