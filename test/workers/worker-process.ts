import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { PlannedPost } from './plan.ts'
import type { WorkerJob, WorkerMessage, WorkerOrder } from './process/job.ts'

const script = fileURLToPath(new URL('../children/working.ts', import.meta.url))

/** One worker in a process of its own. */
export interface WorkerProcess {
  /** Resolves with the milliseconds that it takes to plan one post. */
  readonly ready: Promise<number>
  /** Resolves when the posts are in the calendar; rejects when it ends before. */
  plan(posts: readonly PlannedPost[]): Promise<void>
  /** What it complained of, by code and message, with how often. */
  readonly troubles: ReadonlyMap<string, number>
  /** Whether it was killed by us. */
  readonly isDead: boolean
  signal(name: 'SIGSTOP' | 'SIGCONT'): void
  /** SIGKILL: nothing of the process runs any more when this resolves. */
  kill(): Promise<void>
  /** Asks it to stop as a deployment would. @throws Error when it ends otherwise */
  stop(): Promise<void>
}

/** Starts a worker, from source. */
export function startWorker(job: WorkerJob): WorkerProcess {
  const child = fork(script, {
    execArgv: ['--conditions=@tutti/source', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let complaint = ''
  child.stderr?.on('data', (chunk) => {
    complaint += chunk
  })
  const exited = once(child, 'exit')
  const troubles = new Map<string, number>()
  const ready = Promise.withResolvers<number>()
  const planned = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  child.on('message', (message: WorkerMessage) => {
    if (message.kind === 'ready') ready.resolve(message.msPerPost)
    else if (message.kind === 'planned') planned.resolve()
    else if (message.kind === 'ended') ended.resolve()
    else {
      const trouble = `${message.code}: ${message.message}`
      troubles.set(trouble, (troubles.get(trouble) ?? 0) + 1)
    }
  })
  const order = (order: WorkerOrder) => void child.send(order)
  for (const settled of [ready, planned, ended]) {
    settled.promise.catch(() => {})
    exited.then(() => settled.reject(new Error(`a worker ended: ${complaint}`)))
  }
  child.send(job)
  let isDead = false
  return {
    ready: ready.promise,
    async plan(posts) {
      order({ kind: 'plan', posts })
      await planned.promise
    },
    troubles,
    get isDead() {
      return isDead
    },
    signal: (name) => void child.kill(name),
    async kill() {
      isDead = true
      child.kill('SIGKILL')
      await exited
    },
    async stop() {
      order({ kind: 'stop' })
      await ended.promise
      await exited
    },
  }
}
