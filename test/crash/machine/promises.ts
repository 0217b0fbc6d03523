import type { DeliveryState } from '@tutti/core'
import type { World } from './world.ts'

/** What a person has been told, and may rely on. */
export interface Told {
  /** Posts whose scheduling was confirmed. */
  readonly scheduled: Set<string>
  /** Posts whose cancelling was confirmed. */
  readonly cancelled: Set<string>
  /** While everything is paused: the texts of all requests until then. */
  paused: ReadonlySet<string> | undefined
  /** Texts that somebody has approved, or was about to when the process died. */
  readonly approved: Set<string>
}

/** Posts have their id as their text; what is drafted has a version behind it. */
export const idOf = (text: string): string => text.split(' ')[0] ?? text

const saysNothingStands: readonly DeliveryState[] = ['not-sent', 'rejected', 'held', 'queued', 'cancelled', 'missed']

/** @returns every promise that is broken at this moment */
export async function findBroken({ board, delivery }: World, told: Told): Promise<readonly string[]> {
  const wrong: string[] = []
  const unapproved = board.posts.filter(({ text }) => text !== idOf(text) && !told.approved.has(text))
  for (const { text } of unapproved) wrong.push(`${text} stands, and nobody approved it`)
  const ids = new Set([...told.scheduled, ...board.posts.map(({ text }) => idOf(text))])
  for (const text of ids) {
    const standing = board.posts.filter((post) => idOf(post.text) === text)
    const found = await delivery(text)
    const state = found?.state
    if (standing.length > 1) wrong.push(`${text} stands ${standing.length} times`)
    if (standing.length > 0 && told.cancelled.has(text)) wrong.push(`${text} was cancelled and stands`)
    if (standing.length > 0 && (state === undefined || saysNothingStands.includes(state)))
      wrong.push(`${text} is called ${state} and stands`)
    if (state === 'published' && standing[0]?.id !== found?.parts[0]?.ref?.id)
      wrong.push(`${text} is called published and does not stand`)
  }
  const { paused } = told
  if (paused) {
    for (const text of board.requests) if (!paused.has(text)) wrong.push(`${text} was sent during a pause`)
  }
  return wrong
}

/** When everything has come to rest. @returns what was promised and never became of anything */
export async function findLost({ client, delivery }: World, told: Told): Promise<readonly string[]> {
  const lost: string[] = []
  for (const id of told.scheduled) {
    if (told.cancelled.has(id)) continue
    const { state } = await client.scheduler.get(id)
    const found = await delivery(id)
    const sent = found?.state
    // A process that was stopped within a guard finds on waking that the guard took too long, which denies: nothing was
    // sent, and it says so.
    const isHeld = sent === 'held' && found?.reason !== undefined
    const isSettled = sent === 'published' || sent === 'needs-human' || isHeld || (!sent && state !== 'scheduled')
    if (!isSettled || (state !== 'fired' && state !== 'missed' && state !== 'cancelled'))
      lost.push(`${id} is left ${state}, its delivery ${sent}`)
  }
  return lost
}
