import type { DeliveryState, PostRef } from '@tutti/core'
import type { StandingPost } from '../platform/platform-under-test.ts'
import type { Expectation, Position } from './cells.ts'

/** What an engine says about a post that it was to publish. A `Delivery` is one. */
export interface EngineReport {
  readonly state: DeliveryState
  readonly parts: readonly { readonly state: DeliveryState; readonly ref?: PostRef | undefined }[]
}

/** What the judge looks at: the claim, and the platform's ledger. */
export interface Evidence {
  readonly report: EngineReport
  readonly texts: readonly string[]
  readonly standing: readonly StandingPost[]
  readonly position: Position
  readonly expected: Expectation
}

const saysNothingStands: readonly DeliveryState[] = ['not-sent', 'rejected', 'held', 'queued', 'cancelled', 'missed']

/**
 * Holds a report against the ledger. Knows nothing of the engine.
 * @returns what is wrong; empty when the report is true and nothing stands twice
 */
export function judge({ report, texts, standing, position, expected }: Evidence): readonly string[] {
  const wrong: string[] = []
  const copies = texts.map((text) => standing.filter((post) => post.text === text))
  for (const [index, posts] of copies.entries()) {
    const part = report.parts[index]
    const count = posts.length
    const wanted = wantedCount(index, position, expected)
    if (count > 1) wrong.push(`part ${index} stands ${count} times`)
    if (count !== wanted) wrong.push(`part ${index} stands ${count} times instead of ${wanted}`)
    if (!part) {
      wrong.push(`part ${index} is not in the report`)
      continue
    }
    if (part.state === 'published' && posts.every(({ id }) => id !== part.ref?.id)) {
      wrong.push(`part ${index} is called published as ${part.ref?.id}, which does not stand`)
    }
    if (saysNothingStands.includes(part.state) && count > 0)
      wrong.push(`part ${index} is called ${part.state} and stands`)
    if (index > 0 && posts.some(({ replyTo }) => replyTo !== copies[index - 1]?.[0]?.id)) {
      wrong.push(`part ${index} does not hang below part ${index - 1}`)
    }
  }
  const struck = report.parts[position.struck]?.state
  if (struck !== expected.state) wrong.push(`part ${position.struck} is called ${struck} instead of ${expected.state}`)
  if (report.state !== expected.state) wrong.push(`the delivery is called ${report.state} instead of ${expected.state}`)
  return wrong
}

function wantedCount(index: number, { struck }: Position, { count, state }: Expectation): number {
  if (index < struck) return 1
  if (index === struck) return count
  return state === 'published' ? 1 : 0
}
