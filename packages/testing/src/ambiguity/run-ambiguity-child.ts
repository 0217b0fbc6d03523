import {
  aroundRequest,
  type ChannelDefinition,
  createTutti,
  type Delivery,
  definePlugin,
  isFinalState,
  pluginRef,
  type Store,
} from '@tutti/core'
import { acceleratedClock } from '../clock/accelerated-clock.ts'
import type { ChildJob, ChildMessage } from './child-job.ts'
import { reconcileWithinMs, reconciliation } from './times.ts'

/** What a child process needs from its script. */
export interface AmbiguityChildOptions {
  createChannel(baseUrl: string, secret: string): ChannelDefinition
  /** A store in one file that survives the process. */
  openStore(file: string): Store
}

const postId = 'the-post'
const silent = { debug() {}, info() {}, warn() {} }

/** The body of a child process of `describeAmbiguity`: reads its job, does it, and tells its parent. */
export async function runAmbiguityChild({ createChannel, openStore }: AmbiguityChildOptions): Promise<void> {
  const job = JSON.parse(process.argv[2] ?? '') as ChildJob
  const clock = acceleratedClock(job.pace)
  const tutti = await createTutti({
    channels: { first: createChannel(job.baseUrl, job.secret) },
    store: openStore(job.storeFile),
    plugins: [stopAtCommit(job)],
    clock,
    log: silent,
    reconciliation,
    recoverOnStart: false,
  })
  const publish = async () => {
    const [text = '', ...rest] = job.texts
    const post = tutti.post({ id: postId, text, thread: rest.map((part) => ({ text: part })) })
    return (await tutti.publish(post, { reconcileWithinMs })).deliveries.first
  }
  const recover = async (): Promise<Delivery> => {
    for (;;) {
      await tutti.deliveries.recover({ reconcileWithinMs })
      const delivery = await tutti.deliveries.get(postId, 'first')
      if (!delivery) throw new Error('the journal has lost the delivery')
      if (isFinalState(delivery.state)) return delivery
      // The dead process's lease has to run out first.
      await clock.sleep(reconciliation.leaseMs / 4)
    }
  }
  const delivery = await (job.task === 'publish' ? publish() : recover())
  await tutti.close()
  say({ kind: 'done', delivery })
  process.disconnect?.()
}

/** Holds one committing request for ever, before it is sent or after its answer has been read. */
function stopAtCommit({ stopAt }: ChildJob) {
  let commits = 0
  const stop = () => {
    say({ kind: 'stopped' })
    // The open channel to the parent keeps the process alive until it is killed.
    return new Promise<never>(() => {})
  }
  return definePlugin({
    ref: pluginRef<Record<never, never>>()('stopAtCommit'),
    hooks: [
      aroundRequest.use(async (request, next) => {
        const isTheOne = request.commit && commits++ === stopAt?.commit
        if (isTheOne && stopAt?.when === 'before-request') return stop()
        const answer = await next()
        return isTheOne ? stop() : answer
      }),
    ],
    setup: () => ({}),
  })
}

const say = (message: ChildMessage) => void process.send?.(message)
