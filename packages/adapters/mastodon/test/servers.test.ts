import { readFileSync } from 'node:fs'
import type { OperationName } from '@tutti/model'
import { fakeMastodon } from '@tutti/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { mastodon } from '../src/index.ts'
import { openFakeChannel } from './support/fake-channel.ts'

const everything = Object.keys(mastodon({ server: 'https://social.example' }).operations) as OperationName[]
const filters = ['listFilters', 'createFilter', 'deleteFilter'] as const
const scheduling = ['stageMedia', 'scheduleStatus', 'listScheduledStatuses', 'cancelScheduledStatus'] as const

let fake = fakeMastodon()
afterEach(() => fake.stop())

const isInstance = ({ path }: { readonly path: string }) => /^\/api\/v[12]\/instance$/.test(path)

/** A channel on a server that says of itself what the fixture says, and has no version that it does not name. */
async function openOn(fixture: string) {
  fake = fakeMastodon()
  const channel = await openFakeChannel(fake)
  const version = /v([12])\.json$/.exec(fixture)?.[1]
  const instance = readFileSync(new URL(`fixtures/${fixture}`, import.meta.url), 'utf8')
  let asked = version === '1' ? 2 : 1
  const rewrite = () => {
    asked -= 1
    const isThere = asked === 0
    return new Response(isThere ? instance : '{"error":"Not Found"}', {
      status: isThere ? 200 : 404,
      headers: { 'content-type': 'application/json' },
    })
  }
  fake.platform.faults.add({ kind: 'rewrite', rewrite }, { on: isInstance, times: 2 })
  return channel
}

const servers = [
  {
    name: 'GoToSocial',
    fixture: 'gotosocial-instance-v2.json',
    software: 'gotosocial',
    lacks: ['fetchTrends', 'subscribe'],
    lacksNative: [],
    limits: { maxMedia: 6, mixedMedia: true },
    withoutFields: ['quote'],
  },
  {
    name: 'Akkoma',
    fixture: 'akkoma-instance-v1.json',
    software: 'akkoma',
    lacks: ['fetchTrends', 'subscribe'],
    lacksNative: filters,
    limits: { maxMedia: 20, poll: { maxOptions: 20 } },
    withoutFields: [],
  },
  {
    name: 'Pleroma',
    fixture: 'pleroma-instance-v1.json',
    software: 'pleroma',
    lacks: ['fetchTrends', 'subscribe'],
    lacksNative: filters,
    limits: { text: [{ maximum: 5000 }] },
    withoutFields: ['quote'],
  },
  {
    name: 'Pixelfed',
    fixture: 'pixelfed-instance-v2.json',
    software: 'pixelfed',
    lacks: ['fetchTrends', 'subscribe', 'reportInteraction', 'sendMessage'],
    lacksNative: [...filters, ...scheduling],
    limits: {
      maxMedia: 10,
      visibilities: ['public', 'unlisted', 'followers'],
      media: { video: { maxBytes: 15_360_000, maxPixels: 3_686_400, maxFrameRate: 240 } },
    },
    withoutFields: ['quote', 'poll', 'languages'],
  },
  {
    name: 'Friendica',
    fixture: 'friendica-instance-v2.json',
    software: 'friendica',
    lacks: ['subscribe'],
    lacksNative: filters,
    limits: { maxMedia: 20 },
    withoutFields: ['poll'],
  },
] as const

describe.each(servers)('$name', ({ fixture, software, lacks, lacksNative, limits, withoutFields }) => {
  test('what it lacks is absent from the description', async () => {
    const { context } = await openOn(fixture)
    const description = await context.account.describe()
    expect(description.server).toMatchObject({ software })
    expect(everything.filter((name) => !description.operations.includes(name)).sort()).toEqual(
      lacks.filter((name) => everything.includes(name)).sort(),
    )
    expect(description.guarantees.publish).toEqual([{ kind: 'read-back' }])
    expect(description.limits).toMatchObject(limits)
    expect(description.limits.fields.filter((field) => (withoutFields as readonly string[]).includes(field))).toEqual(
      [],
    )
    expect(description.limits.poll === undefined).toBe((withoutFields as readonly string[]).includes('poll'))
  })

  test('what it lacks fails as not offered, before anything is sent', async () => {
    const { run, native, context } = await openOn(fixture)
    await context.account.describe()
    const before = fake.platform.requests.length
    const { profile } = { profile: await fake.otherProfile() }
    const interaction = { v: 1, platform: 'mastodon', kind: 'interaction', id: '1' } as const
    const calls = {
      fetchTrends: () => run('fetchTrends', {}),
      reportInteraction: () => run('reportInteraction', { interaction, reason: 'spam' }),
      sendMessage: () => run('sendMessage', { to: profile, text: 'hi', key: 'k' }),
    }
    const refused = { code: 'not-offered', outcome: 'rejected' }
    for (const name of lacks)
      if (name in calls) await expect(calls[name as keyof typeof calls]()).rejects.toMatchObject(refused)
    for (const name of lacksNative) await expect(native(name, {} as never)).rejects.toMatchObject(refused)
    expect(fake.platform.requests).toHaveLength(before)
  })
})

test.each(['akkoma-instance-v1.json', 'friendica-instance-v2.json'])('a quote by its own name: %s', async (fixture) => {
  const { publish, context } = await openOn(fixture)
  await context.account.describe()
  const quote = await fake.seedPost({ by: 'other', text: 'said' })
  await publish({ text: 'as they say', quote })
  const { body } = fake.platform.requests.at(-1) ?? { body: '{}' }
  expect(JSON.parse(body)).toEqual({ status: 'as they say', quote_id: quote.id })
})

describe('a server of which nothing is known', () => {
  test.each([
    [404, '{"error":"Not Found"}'],
    [405, '{"error":"Method not allowed"}'],
    [501, '{"error":"API not implemented"}'],
  ])('a function that it answers with %d is not offered', async (status, body) => {
    fake = fakeMastodon()
    const { run, native, context } = await openFakeChannel(fake)
    await context.account.describe()
    const rewrite = () => new Response(body, { status, headers: { 'content-type': 'application/json' } })
    fake.platform.faults.add({ kind: 'rewrite', rewrite }, { times: Number.POSITIVE_INFINITY })
    const refused = { code: 'not-offered', outcome: 'rejected', status }
    await expect(run('searchPosts', { query: 'cake' })).rejects.toMatchObject(refused)
    await expect(run('fetchTrends', {})).rejects.toMatchObject(refused)
    await expect(run('listConversations', {})).rejects.toMatchObject(refused)
    await expect(native('listFilters', {})).rejects.toMatchObject(refused)
    await expect(native('listScheduledStatuses', {})).rejects.toMatchObject(refused)
  })

  test('a thing that is not there is not a function that is not there', async () => {
    fake = fakeMastodon()
    const { run } = await openFakeChannel(fake)
    await expect(run('fetchPost', { post: fake.missing.post })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('a key that Pixelfed has seen before is a duplicate', async () => {
    fake = fakeMastodon()
    const { publish, context } = await openFakeChannel(fake)
    await context.account.describe()
    const rewrite = () => Response.json({ error: 'Duplicate idempotency key.' }, { status: 400 })
    fake.platform.faults.add({ kind: 'rewrite', rewrite }, { on: 'commit' })
    await expect(publish({ text: 'cake' })).rejects.toMatchObject({ code: 'duplicate', outcome: 'rejected' })
  })
})
