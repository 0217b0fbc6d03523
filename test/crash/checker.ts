import type { Delivery, DeliveryState } from '@tutti/core'
import type { FakeBoardLedger } from '@tutti/testing/fakes'
import { type Cell, struckOf } from './cells.ts'
import { expectationOf } from './oracle.ts'

/** What the checker looks at: the claim, and the platform's ledger. */
export interface Evidence {
  readonly cell: Cell
  readonly texts: readonly string[]
  readonly ledger: FakeBoardLedger
  /** As the journal has it in the end. */
  readonly delivery: Delivery | undefined
  /** The posts of which `afterPublish` told a process that lives: `<post id> <channel>`. */
  readonly announced: readonly string[]
}

const saysNothingStands: readonly DeliveryState[] = ['not-sent', 'rejected', 'held', 'queued', 'cancelled', 'missed']

/**
 * Holds what the journal says against the platform's ledger, and both against the rules. Knows nothing of the engine.
 * @returns every promise that is broken
 */
export function findViolations({ cell, texts, ledger, delivery, announced }: Evidence): readonly string[] {
  const { count, states, maxOrphans } = expectationOf(cell)
  const struck = struckOf(cell)
  const isPublished = delivery?.state === 'published'
  const wrong: string[] = []
  const copies = texts.map((text) => ledger.posts.filter((post) => post.text === text))
  for (const [index, posts] of copies.entries()) {
    const state = delivery?.parts[index]?.state
    const whole = index < struck || isPublished ? 1 : 0
    const [least, most] = index === struck ? count : [whole, whole]
    if (posts.length > 1) wrong.push(`double: part ${index} stands ${posts.length} times`)
    if (posts.length < least) wrong.push(`loss: part ${index} does not stand`)
    if (posts.length > most) wrong.push(`part ${index} stands ${posts.length} times instead of ${most}`)
    if (posts.length > 0 && (state === undefined || saysNothingStands.includes(state)))
      wrong.push(`untrue: part ${index} is called ${state} and stands`)
    if (state === 'published' && posts.every(({ id }) => id !== delivery?.parts[index]?.ref?.id))
      wrong.push(`untrue: part ${index} is called published under an id that does not stand`)
    if (index > 0 && posts.some(({ answers }) => answers !== copies[index - 1]?.[0]?.id))
      wrong.push(`order: part ${index} does not hang below part ${index - 1}`)
  }
  const strange = ledger.posts.filter(({ text }) => !texts.includes(text)).length
  if (strange > 0) wrong.push(`${strange} posts stand that nobody asked for`)
  const called = delivery?.state
  if (called === undefined ? states.length > 0 : !states.includes(called))
    wrong.push(`it is called ${called} instead of ${states.join(' or ') || 'nothing'}`)
  const part = delivery?.parts[struck]?.state
  if (part !== called) wrong.push(`part ${struck} is called ${part} and the delivery ${called}`)
  const orphans = ledger.drafts.filter(({ id }) => ledger.posts.every(({ draft }) => draft !== id)).length
  if (orphans > maxOrphans) wrong.push(`${orphans} drafts are left over instead of ${maxOrphans}`)
  if (isPublished && !announced.includes(`${delivery.postId} ${delivery.channel}`))
    wrong.push('no living process was told by afterPublish')
  return wrong
}
