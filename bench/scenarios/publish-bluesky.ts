// What one post on Bluesky costs in CPU time, beside the same request made by others.
import { AtpAgent } from '@atproto/api'
import { did, session } from '../data/bluesky.ts'
import { nextText, publishByTutti, publishRounds, publishRows } from '../lanes/publish-post.ts'
import { kyWithRetryAndLimiter, type Send, sendByFetch, sendByKy } from '../lanes/wire.ts'
import { asyncLane, cpuMicroseconds, interleave } from '../measure/interleave.ts'
import { report } from '../measure/report.ts'
import { startPlatforms } from '../servers/start.ts'

const { url: server, stop } = await startPlatforms()

/** A record as Tutti's adapter sends it. */
function createRecord(send: Send) {
  const headers = {
    accept: 'application/json',
    authorization: `Bearer ${session.accessJwt}`,
    'content-type': 'application/json',
  }
  return () =>
    send({
      method: 'POST',
      url: `${server}/xrpc/com.atproto.repo.createRecord`,
      headers,
      body: JSON.stringify({
        repo: did,
        collection: 'app.bsky.feed.post',
        rkey: '3lbcdefghijkl',
        record: { $type: 'app.bsky.feed.post', text: nextText(), createdAt: new Date().toISOString() },
      }),
    })
}

const stack = kyWithRetryAndLimiter()
const atproto = new AtpAgent({ service: server })
await atproto.resumeSession(session)

const samples = await interleave(
  [
    asyncLane('fetch', createRecord(sendByFetch)),
    asyncLane('ky', createRecord(sendByKy)),
    publishByTutti('tutti', server, 'sky', true),
    asyncLane('ky + p-retry + bottleneck', createRecord(stack.send)),
    asyncLane('@atproto/api', () => atproto.post({ text: nextText() })),
  ],
  publishRounds,
  cpuMicroseconds,
)

report(
  publishRows(samples, 'tutti', 'one post, Bluesky, a plugin in every hook', [
    'ky + p-retry + bottleneck',
    '@atproto/api',
  ]),
)
stack.stop()
stop()
