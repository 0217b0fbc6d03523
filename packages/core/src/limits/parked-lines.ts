import { priorities } from '@tutti/model'
import type { WaitingLine } from './waiting-line.ts'

/** The lines that wait for one limit: by priority, then the one that was served longest ago. */
export class ParkedLines {
  readonly #classes: WaitingLine[][] = priorities.map(() => [])
  /** A wait until later than this concerns somebody here. May be too early, never too late. */
  reviewAt = Number.POSITIVE_INFINITY
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Puts a line that has waiters behind the others of its priority. */
  add(line: WaitingLine): void {
    line.parkedPriority = line.priority
    this.#classes[line.parkedPriority]?.push(line)
    this.reviewAt = Math.min(this.reviewAt, line.reviewAt)
    this.#size += 1
  }

  remove(line: WaitingLine): void {
    const lines = this.#classes[line.parkedPriority] ?? []
    lines.splice(lines.indexOf(line), 1)
    this.#size -= 1
  }

  next(): WaitingLine | undefined {
    for (const lines of this.#classes) if (lines[0] !== undefined) return lines[0]
    return undefined
  }

  all(): readonly WaitingLine[] {
    return this.#classes.flat()
  }
}
