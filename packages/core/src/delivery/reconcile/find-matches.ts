import type { FindPostOutput, PostRef } from '@tutti/model'
import type { DeliveryRun } from '../journal/delivery-run.ts'
import { outgoingPart } from '../publish/outgoing-part.ts'

/** The platform's clock and ours may differ by so much. */
const clockSkewMs = 2 * 60_000

/** A timeline that goes on for longer is not read to its end: the read counts as incomplete. */
const maxPages = 40

/** What a whole read found: every match once, and whether everything was looked at. */
export interface Found {
  readonly matches: readonly PostRef[]
  readonly complete: boolean
}

/** Looks for a part on the platform, page by page. Only reads. */
export async function findMatches(run: DeliveryRun, index: number): Promise<Found> {
  const { channel, core, options } = run
  const { openSince, staged = { facts: {} } } = run.part(index)
  const outgoing = outgoingPart(run, index)
  const now = core.clock.now()
  const input = {
    ...outgoing,
    staged,
    since: (openSince ?? outgoing.createdAt) - clockSkewMs,
    until: now + clockSkewMs,
  }
  const matches = new Map<string, PostRef>()
  let cursor: string | undefined
  for (let page = 0; page < maxPages; page += 1) {
    const output: FindPostOutput = await channel.call('findPost', { ...input, cursor }, options)
    for (const match of output.matches) matches.set(match.id, match)
    if (output.complete || output.nextCursor === undefined) {
      return { matches: [...matches.values()], complete: output.complete }
    }
    cursor = output.nextCursor
  }
  return { matches: [...matches.values()], complete: false }
}
