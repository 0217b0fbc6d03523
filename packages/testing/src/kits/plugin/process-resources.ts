const watchedEvents = ['exit', 'beforeExit', 'SIGINT', 'SIGTERM', 'uncaughtException', 'unhandledRejection', 'warning']

/** What a plugin could leave behind in the process: open handles and listeners. */
function resourcesOfProcess() {
  const active = process.getActiveResourcesInfo()
  const count = (kind: string) => active.filter((name) => name === kind).length
  return {
    sockets: count('TCPSocketWrap') + count('TCPServerWrap'),
    files: count('FSReqPromise') + count('FSEventWrap'),
    listeners: Object.fromEntries(watchedEvents.map((event) => [event, process.listenerCount(event)])),
  }
}

/** Watches what is set going from now on. */
export interface ResourceWatch {
  /** Timers of the process itself that still wait (unreferenced ones too), and what else differs from the start. */
  leftBehind(): { readonly timers: number; readonly before: unknown; readonly after: unknown }
  stop(): void
}

/** Starts watching. Timers beside the client's clock are seen by replacing the globals that set them. */
export function watchResources(): ResourceWatch {
  const before = resourcesOfProcess()
  const { setTimeout: realTimeout, setInterval: realInterval, clearTimeout: realClear } = globalThis
  const waiting = new Set<unknown>()
  const watchedTimeout = (callback: (...input: unknown[]) => void, delayMs?: number, ...input: unknown[]) => {
    const timer = realTimeout(() => {
      waiting.delete(timer)
      callback(...input)
    }, delayMs)
    waiting.add(timer)
    return timer
  }
  const watchedInterval = (callback: (...input: unknown[]) => void, delayMs?: number, ...input: unknown[]) => {
    const timer = realInterval(callback, delayMs, ...input)
    waiting.add(timer)
    return timer
  }
  const watchedClear = (timer: never) => {
    waiting.delete(timer)
    realClear(timer)
  }
  const use = (setTimeout: unknown, setInterval: unknown, clear: unknown) =>
    Object.assign(globalThis, { setTimeout, setInterval, clearTimeout: clear, clearInterval: clear })
  use(watchedTimeout, watchedInterval, watchedClear)
  return {
    leftBehind: () => ({ timers: waiting.size, before, after: resourcesOfProcess() }),
    stop: () => use(realTimeout, realInterval, realClear),
  }
}
