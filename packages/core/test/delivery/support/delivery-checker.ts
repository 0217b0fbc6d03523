import type { Delivery, DeliveryState } from '@tutti/model'

/** One post as it truly stands on a platform. */
export interface LedgerEntry {
  readonly id: string
  readonly text: string
  /** Id of the post that it hangs below. */
  readonly parent?: string | undefined
}

/** What the checker compares: what was to be said, what stands on the platform, and what is claimed of it. */
export interface Evidence {
  /** The texts of the parts in order, each different. */
  readonly texts: readonly string[]
  readonly ledger: readonly LedgerEntry[]
  /** Absent when the journal knows nothing of it. */
  readonly delivery: Delivery | undefined
  /** Whether everything had time to come to rest. */
  readonly atRest: boolean
}

const saysAbsent: readonly DeliveryState[] = ['held', 'queued', 'rejected', 'not-sent', 'cancelled', 'missed']
const underWay: readonly DeliveryState[] = ['queued', 'publishing', 'processing', 'unknown']

/**
 * Judges an engine of delivery by its outside alone: the platform's ledger beside the reported
 * state. @returns every promise that is broken; empty when all hold
 */
export function findViolations({ texts, ledger, delivery, atRest }: Evidence): readonly string[] {
  const violations: string[] = []
  texts.forEach((text, index) => {
    const standing = ledger.filter((entry) => entry.text === text)
    const part = delivery?.parts[index]
    if (standing.length > 1) violations.push(`part ${index} stands ${standing.length} times`)
    if (standing.length > 0 && (!part || saysAbsent.includes(part.state))) {
      violations.push(`part ${index} stands there and is called ${part?.state ?? 'nothing'}`)
    }
    if (part?.state === 'published' && !standing.some((entry) => entry.id === part.ref?.id)) {
      violations.push(`part ${index} is called published and does not stand there`)
    }
    const above = ledger.find((entry) => entry.text === texts[index - 1])
    for (const entry of standing) {
      if (index > 0 && entry.parent !== above?.id)
        violations.push(`part ${index} does not hang below part ${index - 1}`)
    }
  })
  for (const entry of ledger) {
    if (!texts.includes(entry.text)) violations.push(`"${entry.text}" stands there and was never asked for`)
  }
  if (atRest && delivery && underWay.includes(delivery.state)) violations.push(`it is left ${delivery.state}`)
  return violations
}
