import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { BatchJob, CellMessage, Command } from './process/job.ts'

const script = fileURLToPath(new URL('../children/crashing.ts', import.meta.url))

/** A process that plays the first half of many cells. */
export interface CrashingProcess {
  /** Resolves when the cell has stopped at its point; rejects when it ends without. */
  stopped(tenant: string): Promise<void>
  ended(tenant: string): Promise<void>
  send(command: Command): void
  signal(name: 'SIGSTOP' | 'SIGCONT'): void
  /** SIGKILL: nothing of the process runs any more when this resolves. */
  kill(): Promise<void>
}

/** Starts a process, from source. */
export function startCrashingProcess(job: BatchJob): CrashingProcess {
  const child = fork(script, {
    execArgv: ['--conditions=@tutti/source', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let complaint = ''
  child.stderr?.on('data', (chunk) => {
    complaint += chunk
  })
  const exited = once(child, 'exit')
  child.send(job)
  const heard = (tenant: string, kind: CellMessage['kind']) =>
    new Promise<void>((resolve, reject) => {
      child.on('message', (message: CellMessage) => {
        if (message.tenant !== tenant) return
        if (message.kind === kind) resolve()
        else if (message.kind === 'ended') reject(new Error('it ended without reaching its point'))
      })
      exited.then(() => reject(new Error(`the process ended: ${complaint}`)))
    })
  child.setMaxListeners(0)
  const all = job.cells.map(({ tenant }) => [tenant, heard(tenant, 'stopped'), heard(tenant, 'ended')] as const)
  const [stopped, ended] = [new Map<string, Promise<void>>(), new Map<string, Promise<void>>()]
  for (const [tenant, whenStopped, whenEnded] of all) {
    // Each is awaited by some cells only.
    whenStopped.catch(() => {})
    whenEnded.catch(() => {})
    stopped.set(tenant, whenStopped)
    ended.set(tenant, whenEnded)
  }
  const of = (map: Map<string, Promise<void>>, tenant: string) =>
    map.get(tenant) ?? Promise.reject(new Error(`no cell ${tenant}`))
  return {
    stopped: (tenant) => of(stopped, tenant),
    ended: (tenant) => of(ended, tenant),
    send: (command) => void child.send(command),
    signal: (name) => void child.kill(name),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
