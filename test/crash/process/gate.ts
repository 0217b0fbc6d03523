/** Holds everything that one client does, from the moment when it reaches its point. */
export interface Gate {
  /** Closes the gate at this place if it is where the client is to stop, and waits until it opens. */
  reach(isPoint: boolean): Promise<void>
  /** Waits while the gate is closed. */
  pass(): Promise<void>
  /** Closed from outside: at once, or when so many more have passed. */
  close(afterPasses?: number): void
  /** The client goes on where it stood. Its point does not stop it again. */
  open(): void
}

/** A gate that tells `onReached` when the client stands at its point. */
export function createGate(onReached: () => void): Gate {
  let wasReached = false
  let closed: { readonly until: Promise<void>; readonly end: () => void } | undefined
  let passesLeft = Number.POSITIVE_INFINITY
  const close = (afterPasses = 0) => {
    passesLeft = afterPasses
    if (afterPasses > 0) return
    let end = () => {}
    const until = new Promise<void>((resolve) => {
      end = resolve
    })
    closed ??= { until, end }
  }
  return {
    close,
    async reach(isPoint) {
      if (isPoint && !wasReached) {
        wasReached = true
        close()
        onReached()
      }
      await closed?.until
    },
    async pass() {
      if (passesLeft > 0) passesLeft -= 1
      else if (closed === undefined) close()
      await closed?.until
    },
    open() {
      passesLeft = Number.POSITIVE_INFINITY
      closed?.end()
      closed = undefined
    },
  }
}
