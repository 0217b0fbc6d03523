// What one post on Mastodon costs in CPU time, beside the same request made by others.
import { createRestAPIClient } from 'masto'
import megalodon from 'megalodon'
import { nextText, publishByTutti, publishRounds, publishRows } from '../lanes/publish-post.ts'
import { kyWithRetryAndLimiter, type Send, sendByFetch, sendByKy } from '../lanes/wire.ts'
import { asyncLane, cpuMicroseconds, interleave } from '../measure/interleave.ts'
import { report } from '../measure/report.ts'
import { startPlatforms } from '../servers/start.ts'

const { url: server, stop } = await startPlatforms()

/** A status as Tutti's adapter sends it. */
function postStatus(send: Send) {
  const headers = {
    accept: 'application/json',
    authorization: 'Bearer token',
    'content-type': 'application/json',
    'idempotency-key': '0123456789abcdef0123456789abcdef',
  }
  return () =>
    send({
      method: 'POST',
      url: `${server}/api/v1/statuses`,
      headers,
      body: JSON.stringify({ status: nextText() }),
    })
}

const stack = kyWithRetryAndLimiter()
const masto = createRestAPIClient({ url: server, accessToken: 'token' })
const mega = megalodon('mastodon', server, 'token')

const samples = await interleave(
  [
    asyncLane('fetch', postStatus(sendByFetch)),
    asyncLane('ky', postStatus(sendByKy)),
    publishByTutti('tutti', server, 'fedi', false),
    publishByTutti('tutti, hooked', server, 'fedi', true),
    asyncLane('ky + p-retry + bottleneck', postStatus(stack.send)),
    asyncLane('masto', () => masto.v1.statuses.create({ status: nextText() })),
    asyncLane('megalodon', () => mega.postStatus(nextText(), {})),
  ],
  publishRounds,
  cpuMicroseconds,
)

const peers = ['ky + p-retry + bottleneck', 'masto', 'megalodon']
report([
  ...publishRows(samples, 'tutti', 'one post, Mastodon', peers),
  ...publishRows(samples, 'tutti, hooked', 'one post, Mastodon, a plugin in every hook', peers),
])
stack.stop()
stop()
