interface WakeUp {
  readonly at: number
  readonly key: string
}

/** Wake-ups in the order of their instants, those of one instant in the order in which they were asked for. */
export class WakeUps {
  /** The next one last: taking it moves nothing. */
  readonly #sorted: WakeUp[] = []
  readonly #known = new Set<string>()

  get size(): number {
    return this.#sorted.length
  }

  /** Epoch milliseconds of the next one. */
  get nextAt(): number | undefined {
    return this.#sorted.at(-1)?.at
  }

  /** Adds one, unless it is there already. */
  add(at: number, key: string): void {
    const id = idOf({ at, key })
    if (this.#known.has(id)) return
    this.#known.add(id)
    let low = 0
    let high = this.#sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#sorted[middle] as WakeUp).at > at) low = middle + 1
      else high = middle
    }
    this.#sorted.splice(low, 0, { at, key })
  }

  /** Takes the next one, if it is due by now. @returns its key */
  takeDue(nowMs: number): string | undefined {
    const next = this.#sorted.at(-1)
    if (next === undefined || next.at > nowMs) return undefined
    this.#sorted.pop()
    this.#known.delete(idOf(next))
    return next.key
  }

  clear(): void {
    this.#sorted.length = 0
    this.#known.clear()
  }
}

const idOf = ({ at, key }: WakeUp) => `${at}:${key}`
