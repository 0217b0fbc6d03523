import type { PreparedPart } from '@tutti/model'
import { fakeMastodon, type NewStatusBody } from '@tutti/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { openFakeChannel, outgoingPart } from './support/fake-channel.ts'

let fake = fakeMastodon()
afterEach(() => fake.stop())

/** What `findPost` says of a part when this stands on the account. */
async function look(standing: readonly NewStatusBody[], part: Partial<PreparedPart>, options = {}) {
  fake = fakeMastodon(options)
  const { run } = await openFakeChannel(fake)
  const ids = standing.map((status) => fake.post('alice', status))
  const since = Date.now() - 60_000
  const input = { ...outgoingPart(part), staged: { facts: {} }, since, until: since + 120_000 }
  const found = await run('findPost', input)
  const writes = fake.platform.requests.filter(({ method }) => method !== 'GET')
  expect(writes, 'findPost only reads').toEqual([])
  return { ...found, indexes: found.matches.map(({ id }) => ids.indexOf(id)) }
}

const text = 'New: https://shop.example/a/very/long/address/of/a/lemon-cake?x=1&y=2 by @bob <3\n\n#cake & more'

describe.each([
  ['Mastodon', {}],
  ['GoToSocial', { ignoresIdempotencyKeys: true }],
])('on %s', (_name, options) => {
  test('finds a post by its text, through markup, shortened links and mentions', async () => {
    const found = await look([{ status: 'before' }, { status: text }, { status: 'after' }], { text }, options)
    expect(found.indexes).toEqual([1])
  })
})

test.each<[string, NewStatusBody, Partial<PreparedPart>]>([
  ['another text', { status: 'b' }, { text: 'a' }],
  ['a warning that was not sent', { status: 'a', spoiler_text: 'cake' }, { text: 'a' }],
  ['another warning', { status: 'a', spoiler_text: 'cake' }, { text: 'a', contentWarning: 'pie' }],
  ['a poll that was not sent', { status: 'a', poll: { options: ['1', '2'], expires_in: 600 } }, { text: 'a' }],
  ['a wider audience', { status: 'a', visibility: 'public' }, { text: 'a', visibility: 'followers' }],
  [
    'an image that is not there',
    { status: 'a' },
    { text: 'a', media: [{ kind: 'image', uri: 'file:///a', sha256: '', byteLength: 1, mimeType: 'image/png' }] },
  ],
])('%s is not the post', async (_name, standing, part) => {
  expect(await look([standing], part)).toMatchObject({ matches: [], complete: true })
})

test('a narrower audience is the post: servers narrow what they must', async () => {
  const standing = [{ status: 'a', visibility: 'unlisted' }]
  expect((await look(standing, { text: 'a', visibility: 'public' })).indexes).toEqual([0])
})

test('two of the same are two matches', async () => {
  expect((await look([{ status: 'a' }, { status: 'a' }], { text: 'a' })).indexes).toEqual([1, 0])
})

test('tells an answer from a post of the same text', async () => {
  fake = fakeMastodon()
  const { run } = await openFakeChannel(fake)
  const parent = await fake.seedPost({ by: 'other', text: 'what?' })
  fake.post('alice', { status: 'a' })
  const reply = fake.post('alice', { status: 'a', in_reply_to_id: parent.id })
  const outgoing = outgoingPart({ text: 'a' }, { replyTo: { parent, root: parent } })
  const input = { ...outgoing, staged: { facts: {} }, since: 0, until: Date.now() }
  expect((await run('findPost', input)).matches).toMatchObject([{ id: reply }])
})

describe('how far it has looked', () => {
  const part = { text: 'the first' }

  test('goes on page by page until it is past the time of sending', async () => {
    fake = fakeMastodon()
    const { run } = await openFakeChannel(fake)
    fake.post('alice', { status: 'the first' })
    for (let count = 0; count < 45; count += 1) fake.post('alice', { status: `later ${count}` })
    const input = { ...outgoingPart(part), staged: { facts: {} }, since: Date.now() - 60_000, until: Date.now() }
    const first = await run('findPost', input)
    expect(first).toMatchObject({ matches: [], complete: false, nextCursor: expect.any(String) })
    expect(await run('findPost', { ...input, cursor: first.nextCursor })).toMatchObject({
      matches: [{ kind: 'post' }],
      complete: true,
    })
  })

  test('stops where everything is older', async () => {
    fake = fakeMastodon()
    const { run } = await openFakeChannel(fake)
    for (let count = 0; count < 45; count += 1) fake.post('alice', { status: `earlier ${count}` })
    const since = Date.now() + 1_000
    const input = { ...outgoingPart(part), staged: { facts: {} }, since, until: since }
    expect(await run('findPost', input)).toEqual({ matches: [], complete: true })
  })

  test('is not complete when an entry can’t be read: it may be the one', async () => {
    fake = fakeMastodon()
    const { run } = await openFakeChannel(fake)
    fake.post('alice', { status: 'the first' })
    await run('fetchProfile', {})
    fake.platform.faults.add({ kind: 'rewrite', rewrite: () => Response.json([{ id: '5' }, null]) })
    const input = { ...outgoingPart(part), staged: { facts: {} }, since: 0, until: Date.now() }
    expect(await run('findPost', input)).toEqual({ matches: [], complete: false })
  })
})

test('a status on the first page that can not be read keeps the last page from being a proof of absence', async () => {
  fake = fakeMastodon()
  const { run } = await openFakeChannel(fake)
  for (let index = 0; index < 41; index += 1) fake.post('alice', { status: `post ${index}` })
  fake.platform.faults.add(
    {
      kind: 'rewrite',
      async rewrite(answer) {
        const statuses = (await answer.json()) as { id?: string }[]
        const [first, ...rest] = statuses
        return Response.json([{ ...first, id: undefined }, ...rest], { headers: answer.headers })
      },
    },
    { on: ({ path }) => path.endsWith('/statuses') },
  )
  const since = Date.now() - 60_000
  const input = { ...outgoingPart({ text: 'absent' }), staged: { facts: {} }, since, until: since + 120_000 }
  const first = await run('findPost', input)
  expect(first).toMatchObject({ matches: [], complete: false, nextCursor: expect.any(String) })
  expect(await run('findPost', { ...input, cursor: first.nextCursor })).toEqual({ matches: [], complete: false })
  expect(
    await run('findPost', input).then(({ nextCursor }) => run('findPost', { ...input, cursor: nextCursor })),
  ).toMatchObject({
    complete: true,
  })
})
