import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { SeriesJob } from './series-job.ts'
import { offsetVariable, type SetClock, type ShiftedClock } from './shifted-clock.ts'

const script = fileURLToPath(new URL('../children/following-series.ts', import.meta.url))
const preload = new URL('./system-clock-preload.ts', import.meta.url).href

/** A worker in a process of its own, whose system clock we set. */
export interface SeriesProcess {
  readonly ready: Promise<unknown>
  setClock(): void
  /** SIGKILL: nothing of the process runs any more when this resolves. */
  kill(): Promise<void>
}

/** Starts a worker, from source, on the time that the clock shows. */
export function startSeriesProcess(job: SeriesJob, clock: ShiftedClock): SeriesProcess {
  const child = fork(script, [JSON.stringify(job)], {
    execArgv: ['--conditions=@tutti/source', '--disable-warning=ExperimentalWarning', '--import', preload],
    env: { ...process.env, [offsetVariable]: String(clock.offsetMs) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const ready = Promise.race([once(child, 'message'), exited])
  return {
    ready,
    setClock: () => void child.send({ offsetMs: clock.offsetMs } satisfies SetClock, () => {}),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
