// What a page of posts costs in CPU time, from the request to the model.
import { AtpAgent } from '@atproto/api'
import { createRestAPIClient } from 'masto'
import megalodon from 'megalodon'
import { did, session } from '../data/bluesky.ts'
import { openTutti, type TuttiClient } from '../lanes/tutti-client.ts'
import { type Send, sendByFetch, sendByKy } from '../lanes/wire.ts'
import { asyncLane, cpuMicroseconds, interleave, type Lane, ratio, ratios } from '../measure/interleave.ts'
import { inMode } from '../measure/mode.ts'
import { report } from '../measure/report.ts'
import { startPlatforms } from '../servers/start.ts'

const { url: server, stop } = await startPlatforms()

const statuses = (send: Send) => () =>
  send({
    method: 'GET',
    url: `${server}/api/v1/accounts/110000000001/statuses?limit=40`,
    headers: { accept: 'application/json', authorization: 'Bearer token' },
  })

const feed = (send: Send) => () =>
  send({
    method: 'GET',
    url: `${server}/xrpc/app.bsky.feed.getAuthorFeed?actor=${did}&limit=100`,
    headers: { accept: 'application/json', authorization: `Bearer ${session.accessJwt}` },
  })

function tuttiLane(name: string, channel: 'fedi' | 'sky', posts: number): Lane {
  let client: TuttiClient
  const once = async () => {
    const { items } = await client.channel(channel).listPosts({ limit: 100 })
    if (items.length !== posts) throw new Error(`${items.length} posts were read instead of ${posts}`)
  }
  return {
    ...asyncLane(name, () => once()),
    async prepare() {
      client = await openTutti(server, { withHooks: true })
      await once()
    },
    finish: () => client.close(),
  }
}

const masto = createRestAPIClient({ url: server, accessToken: 'token' })
const mega = megalodon('mastodon', server, 'token')
const atproto = new AtpAgent({ service: server })
await atproto.resumeSession(session)

const samples = await interleave(
  [
    asyncLane('fetch', statuses(sendByFetch)),
    asyncLane('ky', statuses(sendByKy)),
    tuttiLane('tutti', 'fedi', 40),
    asyncLane('masto', () => masto.v1.accounts.$select('110000000001').statuses.list({ limit: 40 })),
    asyncLane('megalodon', () => mega.getAccountStatuses('110000000001', { limit: 40, only_media: false })),
    asyncLane('fetch, bluesky', feed(sendByFetch)),
    asyncLane('ky, bluesky', feed(sendByKy)),
    tuttiLane('tutti, bluesky', 'sky', 80),
    asyncLane('@atproto/api', () => atproto.getAuthorFeed({ actor: did, limit: 100 })),
  ],
  { warmUpRounds: 8, minRounds: 5, maxRounds: inMode(60, 15), maxSeconds: inMode(20, 10), times: 20 },
  cpuMicroseconds,
)

const shared = { unit: '×', budget: { atMost: 1.25 }, tolerance: 0.5 } as const
report([
  {
    ...shared,
    name: 'a page of 40 posts into the model, Mastodon, CPU, to bare ky',
    ours: ratio(samples, 'tutti', 'ky'),
    peers: ratios(samples, ['fetch', 'masto', 'megalodon'], 'ky'),
  },
  {
    ...shared,
    name: 'a page of 80 posts into the model, Bluesky, CPU, to bare ky',
    ours: ratio(samples, 'tutti, bluesky', 'ky, bluesky'),
    peers: ratios(samples, ['fetch, bluesky', '@atproto/api'], 'ky, bluesky'),
  },
])
stop()
