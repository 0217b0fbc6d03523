import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Delivery } from '@tutti/core'
import type { ChildJob, ChildMessage } from './child-job.ts'

/** A child process of the suite. */
export interface AmbiguityChild {
  /** Resolves when it has stopped where it was told to. */
  readonly stopped: Promise<void>
  /** What came of the delivery. Rejects when the process ends without saying it. */
  readonly done: Promise<Delivery>
  /** SIGKILL: nothing of the process runs any more when this resolves. */
  kill(): Promise<void>
}

/** Starts a script from source, as Node runs it. */
export function startChild(script: URL, job: ChildJob): AmbiguityChild {
  const child = fork(fileURLToPath(script), [JSON.stringify(job)], {
    execArgv: ['--conditions=@tutti/source', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let complaint = ''
  child.stderr?.on('data', (chunk) => {
    complaint += chunk
  })
  const exited = once(child, 'exit')
  const heard = <Kind extends ChildMessage['kind']>(kind: Kind) =>
    new Promise<Extract<ChildMessage, { kind: Kind }>>((resolve, reject) => {
      child.on('message', (message: ChildMessage) => {
        if (message.kind === kind) resolve(message as Extract<ChildMessage, { kind: Kind }>)
      })
      exited.then(() => reject(new Error(`the child ended without "${kind}": ${complaint}`)))
    })
  const stopped = heard('stopped').then(() => {})
  const done = heard('done').then(({ delivery }) => delivery)
  // Each is awaited by some tests only.
  stopped.catch(() => {})
  done.catch(() => {})
  return { stopped, done, kill: () => kill(child, exited) }
}

async function kill(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  child.kill('SIGKILL')
  await exited
}
