import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { RenewalJob, RenewalMessage } from './renewal-job.ts'

/** One process of the suite. */
export interface RenewalProcess {
  /** Resolves when it has stopped where it was told to. */
  readonly stopped: Promise<void>
  /** The handle that its request answered, or the code of its error. Rejects when it ends without either. */
  readonly done: Promise<string>
  /** SIGKILL: nothing of it runs any more when this resolves. */
  kill(): Promise<void>
}

/** Starts a process from source. */
export function startRenewal(job: RenewalJob): RenewalProcess {
  const script = fileURLToPath(new URL('../children/renewing.ts', import.meta.url))
  const child = fork(script, [JSON.stringify(job)], {
    execArgv: ['--conditions=@tutti/source', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let complaint = ''
  child.stderr?.on('data', (chunk) => {
    complaint += chunk
  })
  const exited = once(child, 'exit')
  const heard = <Kind extends RenewalMessage['kind']>(kind: Kind) =>
    new Promise<Extract<RenewalMessage, { kind: Kind }>>((resolve, reject) => {
      child.on('message', (message: RenewalMessage) => {
        if (message.kind === kind) resolve(message as Extract<RenewalMessage, { kind: Kind }>)
      })
      exited.then(() => reject(new Error(`the process ended without "${kind}": ${complaint}`)))
    })
  const stopped = heard('stopped').then(() => {})
  const done = heard('done').then(({ handle, code }) => handle ?? code ?? 'nothing')
  // Each is awaited by some tests only.
  stopped.catch(() => {})
  done.catch(() => {})
  return {
    stopped,
    done,
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
