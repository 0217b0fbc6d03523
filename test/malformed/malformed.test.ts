import { bluesky } from '@tutti/bluesky'
import { createTutti, iterate, memoryStore, TuttiError } from '@tutti/core'
import { mastodon } from '@tutti/mastodon'
import { acceleratedClock, fakeBluesky, fakeMastodon } from '@tutti/testing/fakes'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokenAnswers } from './broken-answers.ts'

const silent = { debug() {}, info() {}, warn() {} }
const noRetries = { maxWaitMs: 0 }
const rejections: unknown[] = []
const noteRejection = (reason: unknown) => void rejections.push(reason)
const closing: (() => Promise<void>)[] = []

beforeAll(() => void process.on('unhandledRejection', noteRejection))
afterAll(() => void process.off('unhandledRejection', noteRejection))

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  expect(rejections).toEqual([])
})

/** A platform and a client of its own for each test, so that no limit or rest of an earlier one is in the way. */
async function open(id: 'fedi' | 'sky') {
  // Waits before a repeat pass quickly, and the time that a request may take is still longer than any here needs.
  const clock = acceleratedClock({ startMs: Date.now(), factor: 20 })
  const fake = id === 'fedi' ? fakeMastodon({ clock }) : fakeBluesky({ clock })
  const address = await fake.start()
  const channel =
    'appPassword' in fake
      ? bluesky({ service: address }).channel({ identifier: 'alice.test', appPassword: fake.appPassword() })
      : mastodon({ server: address }).channel({ accessToken: fake.accessToken() })
  const tutti = await createTutti({ clock, log: silent, store: memoryStore(), channels: { one: channel } })
  closing.push(
    () => tutti.close(),
    () => fake.stop(),
  )
  // Session and limits are read while answers are still right.
  await tutti.prepare({ text: 'Hello' })
  return { fake, tutti, channel: tutti.channel('one') }
}

const always = { times: Number.POSITIVE_INFINITY }

describe.each(['fedi', 'sky'] as const)('%s', { timeout: 30_000 }, (id) => {
  test.each(brokenAnswers)('reading survives %s', async (_, rewrite) => {
    const { fake, channel } = await open(id)
    const post = await fake.seedPost({ by: 'account', text: 'Lemon cake' })
    await fake.seedComment({ post, text: 'Is it gluten-free?' })
    fake.platform.faults.add({ kind: 'rewrite', rewrite }, always)
    const outcomes = await Promise.allSettled<unknown>([
      channel.fetchPost({ post }, noRetries),
      channel.listPosts({}, noRetries),
      channel.listComments({ post }, noRetries),
      channel.listInteractions({}, noRetries),
      channel.fetchProfile({}, noRetries),
      channel.fetchPostMetrics({ posts: [post] }, noRetries),
    ])
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toSatisfy(TuttiError.isInstance)
      else expect(typeof JSON.stringify(outcome.value)).toBe('string')
    }
  })

  test.each(brokenAnswers)('publishing claims nothing that it can’t know after %s', async (_, rewrite) => {
    const { fake, tutti } = await open(id)
    fake.platform.faults.add({ kind: 'rewrite', rewrite }, { ...always, on: 'commit' })
    const { deliveries } = await tutti.publish({ text: 'Lemon cake' }, { ...noRetries, reconcileWithinMs: 0 })
    const standing = await fake.standingPosts()
    expect(standing).toHaveLength(1)
    const { state, parts } = deliveries.one
    if (state === 'published') expect(parts[0]?.ref?.id).toBe(standing[0]?.id)
    // Only an answer that refuses, and can be read, is a refusal.
    else if (state === 'rejected') expect(parts[0]?.error?.status).toBeGreaterThanOrEqual(400)
    else expect(state).toMatch(/^(?:unknown|queued|needs-human)$/)
  })

  test('a list whose cursor leads back to itself comes to an end', async () => {
    const { fake, channel } = await open(id)
    for (let count = 0; count < 3; count += 1) await fake.seedPost({ by: 'account', text: `Cake ${count}` })
    let body: unknown
    const rewrite = async (of: Response) => {
      // The platform itself refuses a cursor that is none: the first page stands for all.
      body ??= await of.json()
      const looped = Array.isArray(body) ? body : { ...(body as object), cursor: 'same' }
      const link = '<https://c.example/?max_id=1>; rel="next"'
      return new Response(JSON.stringify(looped), { headers: { 'content-type': 'application/json', link } })
    }
    fake.platform.faults.add({ kind: 'rewrite', rewrite }, always)
    let seen = 0
    for await (const _ of iterate((page) => channel.listPosts(page, noRetries), { maxPages: 100 })) seen += 1
    expect(seen).toBeLessThanOrEqual(6)
  })
})
