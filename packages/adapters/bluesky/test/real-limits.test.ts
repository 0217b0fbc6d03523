import { bluesky } from '@tutti/bluesky'
import { createTutti } from '@tutti/core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { findRealNetwork, type RealAccount, type RealNetwork, type RealSession } from './support/real-network.ts'

// Real servers on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 })

const network = findRealNetwork()
const minuteMs = 60_000
const pointsPerHour = 5000

describe.skipIf(!network)('the real server with limits (skipped without TUTTI_BLUESKY_INFO)', () => {
  let account: RealAccount
  let rival: RealSession
  let tutti: Awaited<ReturnType<typeof openClient>>
  let hits = 0

  beforeAll(async () => {
    const { createAccount, signIn, limitedPds, process } = network as RealNetwork
    account = await createAccount('eve', limitedPds)
    rival = await signIn(account)
    tutti = await openClient(account)
    tutti.on('rate-limit.hit', () => {
      hits += 1
    })
    await process()
    await spendMost(rival)
  })
  afterAll(() => tutti?.close())

  test('what the headers say is learnt: the rest of the hour is known after one post', async () => {
    const { deliveries } = await tutti.publish(tutti.post({ text: 'one of the last' }))
    expect(deliveries.eve.state).toBe('published')
    const now = Date.now()
    const left = pointsPerHour - 4800 - 3
    const soon = await tutti.limits.forecast({ channel: 'eve', bucket: 'writes', count: Math.floor(left / 2) })
    const late = await tutti.limits.forecast({ channel: 'eve', bucket: 'writes', count: left + 10 })
    expect(soon).toBeLessThan(now + minuteMs)
    expect(late).toBeGreaterThan(now + 10 * minuteMs)
    expect(late).toBeLessThan(now + 61 * minuteMs)
  })

  test('a thread that does not fit stops before the limit is hit, and is taken up later', async () => {
    await writeMany(rival, 60)
    const thread = Array.from({ length: 8 }, (_, index) => ({ text: `part ${index + 2} of nine` }))
    const { deliveries } = await tutti.publish(tutti.post({ text: 'part 1 of nine', thread }))
    const states = deliveries.eve.parts.map(({ state }) => state)
    const published = states.filter((state) => state === 'published').length
    expect(deliveries.eve.state).toBe('queued')
    expect(published).toBeGreaterThan(1)
    expect(published).toBeLessThan(9)
    expect(new Set(states.slice(published))).toEqual(new Set(['queued']))
    expect(hits, 'the server never had to refuse').toBe(0)
    expect(await countPosts(rival)).toBe(8 * 200 + 60 + 1 + published)
  })

  test('a refusal is believed, not repeated, and reads go on', async () => {
    // What is left of an account is known to the whole process: only of another one it knows nothing.
    const { createAccount, signIn, limitedPds, process } = network as RealNetwork
    const spent = await createAccount('frank', limitedPds)
    const session = await signIn(spent)
    await process()
    await spendMost(session)
    await spendRest(session)
    const before = await countPosts(session)
    const stranger = await createTutti({ channels: { frank: open(spent) } })
    const refusals: number[] = []
    stranger.on('rate-limit.hit', ({ retryAfterMs }) => refusals.push(retryAfterMs))
    const { deliveries } = await stranger.publish(stranger.post({ text: 'too late' }))
    expect(deliveries.frank.state).toBe('queued')
    expect(deliveries.frank.parts[0]?.notBefore).toBeGreaterThan(Date.now() + 10 * minuteMs)
    expect(refusals).toHaveLength(1)
    expect(refusals[0]).toBeGreaterThan(10 * minuteMs)
    expect(await countPosts(session)).toBe(before)
    const [newest] = await listPosts(session)
    const post = { v: 1, kind: 'post', platform: 'bluesky', id: String(newest?.uri) } as const
    expect(await stranger.channel('frank').fetchPost({ post })).toMatchObject({ text: 'the rest' })
    await stranger.close()
  })
})

const open = ({ handle, password, service }: RealAccount) =>
  bluesky({ service }).channel({ identifier: handle, appPassword: password })
const openClient = (account: RealAccount) => createTutti({ channels: { eve: open(account) } })

const collection = 'app.bsky.feed.post'
const recordOf = (text: string) => ({ $type: collection, text, createdAt: new Date().toISOString() })

/** Posts by another program of the same account: 3 points each. */
async function writeMany(session: RealSession, count: number): Promise<void> {
  const writes = Array.from({ length: count }, (_, index) => ({
    $type: 'com.atproto.repo.applyWrites#create',
    collection,
    value: recordOf(`by another program ${index}`),
  }))
  await session.call('com.atproto.repo.applyWrites', { repo: session.did, writes })
}

/** 8 × 200 creates are 4800 of the hour's 5000 points. */
async function spendMost(session: RealSession): Promise<void> {
  for (let batch = 0; batch < 8; batch += 1) await writeMany(session, 200)
}

/** Posts until the server refuses. */
async function spendRest(session: RealSession): Promise<void> {
  for (let count = 0; count < 100; count += 1) {
    try {
      await session.call('com.atproto.repo.createRecord', {
        repo: session.did,
        collection,
        record: recordOf('the rest'),
      })
    } catch (error) {
      expect(String(error)).toContain('RateLimitExceeded')
      return
    }
  }
  throw new Error('the server does not refuse')
}

async function countPosts(session: RealSession): Promise<number> {
  return (await listPosts(session)).length
}

/** Newest first, read from the account's own server. */
async function listPosts(session: RealSession) {
  const posts: { readonly uri?: unknown }[] = []
  let cursor: unknown
  do {
    const parameters = { repo: session.did, collection, limit: '100', ...(cursor ? { cursor: String(cursor) } : {}) }
    const page = await session.query('com.atproto.repo.listRecords', parameters)
    posts.push(...(page.records as typeof posts))
    cursor = page.cursor
  } while (cursor !== undefined)
  return posts
}
