import type { Clock } from '@tutti/model'

/** One thing that must end in time. The links and the deadline belong to the queue. */
export interface Watched {
  previous: Watched | undefined
  next: Watched | undefined
  deadline: number
  /** Called once when the time is over; the entry has left the queue by then. */
  expire(): void
}

/** No busy process is so late for a timer, in milliseconds. */
const sleptMs = 5_000

/**
 * Watches over runs that may all take equally long. Runs end in the order in which they began, so
 * a linked list and one timer serve them all: a timer for each run would cost more than the run.
 */
export class TimeoutQueue {
  readonly timeoutMs: number
  readonly #clock: Clock
  #first: Watched | undefined
  #last: Watched | undefined
  #cancelTimer: (() => void) | undefined

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock
    this.timeoutMs = timeoutMs
  }

  add(watched: Watched): void {
    watched.deadline = this.#clock.now() + this.timeoutMs
    watched.next = undefined
    watched.previous = this.#last
    if (this.#last) this.#last.next = watched
    else this.#first = watched
    this.#last = watched
    // An armed timer stays when the queue runs empty: it costs less than cancelling it each time.
    if (this.#cancelTimer === undefined) this.#arm(this.timeoutMs)
  }

  remove(watched: Watched): void {
    const { previous, next } = watched
    if (previous) previous.next = next
    else if (this.#first === watched) this.#first = next
    else return
    if (next) next.previous = previous
    else this.#last = previous
    watched.previous = undefined
    watched.next = undefined
  }

  /** Forgets everything without calling it. */
  close(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    this.#first = undefined
    this.#last = undefined
  }

  #arm(delayMs: number): void {
    const dueAt = this.#clock.now() + delayMs
    const expire = () => {
      this.#cancelTimer = undefined
      if (this.#clock.now() > dueAt + sleptMs) this.#giveTimeAnew()
      this.#expireDue()
    }
    // Idle, for it stays armed when all have ended, and no process is to wait for that.
    this.#cancelTimer = this.#clock.setTimer(delayMs, expire, { isIdle: true })
  }

  /** This process or its machine has slept, and nothing could end meanwhile. */
  #giveTimeAnew(): void {
    const deadline = this.#clock.now() + this.timeoutMs
    for (let watched = this.#first; watched !== undefined; watched = watched.next) watched.deadline = deadline
  }

  #expireDue(): void {
    const now = this.#clock.now()
    for (let first = this.#first; first !== undefined; first = this.#first) {
      if (first.deadline > now) {
        if (this.#cancelTimer === undefined) this.#arm(first.deadline - now)
        return
      }
      this.remove(first)
      first.expire()
    }
  }
}
