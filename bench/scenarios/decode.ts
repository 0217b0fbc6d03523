// What reading an answer into the model costs, beside what JSON.parse took to read its bytes.
import { bluesky } from '@tutti/bluesky'
import type { Adapter, HttpAnswer, OperationContext } from '@tutti/core'
import { mastodon } from '@tutti/mastodon'
import { did, feedPage } from '../data/bluesky.ts'
import { statusPage } from '../data/mastodon.ts'
import { asyncLane, cpuMicroseconds, interleave, ratio, syncLane } from '../measure/interleave.ts'
import { inMode } from '../measure/mode.ts'
import { report } from '../measure/report.ts'

/** The adapter's own operation on an answer that is parsed already: what is left is reading it. */
function decoding(adapter: Adapter, page: string): () => Promise<unknown> {
  const answer: HttpAnswer = { status: 200, headers: new Headers(), body: JSON.parse(page) }
  const facts = { accountId: '110000000001', domain: 'social.example', software: 'mastodon', did }
  // Only what listPosts uses.
  const context = {
    http: { request: async () => answer },
    account: { facts, describe: async () => ({ facts }) },
  } as unknown as OperationContext
  const { listPosts } = adapter.operations
  if (listPosts === undefined) throw new Error('the adapter lists no posts')
  return async () => {
    const { items } = await listPosts({}, context)
    if (items.length < 40) throw new Error('posts were left out')
  }
}

const samples = await interleave(
  [
    syncLane('parse, Mastodon', () => JSON.parse(statusPage)),
    asyncLane('decode, Mastodon', decoding(mastodon({ server: 'https://social.example' }), statusPage)),
    syncLane('parse, Bluesky', () => JSON.parse(feedPage)),
    asyncLane('decode, Bluesky', decoding(bluesky(), feedPage)),
  ],
  { warmUpRounds: 10, minRounds: 7, maxRounds: inMode(60, 20), maxSeconds: inMode(10, 5), times: 40 },
  cpuMicroseconds,
)

report(
  ['Mastodon', 'Bluesky'].map((platform) => ({
    name: `decode and normalise a page, ${platform}, CPU, to JSON.parse`,
    unit: '×',
    ours: ratio(samples, `decode, ${platform}`, `parse, ${platform}`),
    budget: { atMost: 0.6 },
    tolerance: 0.4,
  })),
)
