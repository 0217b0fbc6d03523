import { bluesky } from '@tutti/bluesky'
import { createTutti, MediaError, RejectedError } from '@tutti/core'
import type { PostRef } from '@tutti/model'
import { fakeBluesky, sampleImage } from '@tutti/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTid } from '../src/protocol/tid.ts'
import { stagedFacts } from '../src/record/staged-facts.ts'
import { contextOf, operations, publish } from './support/fake-channel.ts'
import { outgoingOf, partOf } from './support/outgoing.ts'

const fake = fakeBluesky({ blobUploadLimitBytes: 500 })

beforeAll(() => fake.start())
beforeEach(() => fake.clear())
afterAll(() => fake.stop())

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )
const commits = () => fake.platform.requests.filter((request) => fake.platform.isCommit(request))
/** A ref as somebody might have kept it: nothing but the address. */
const bare = ({ facts: _, ...ref }: PostRef): PostRef => ref

describe('mentions', () => {
  test('of nobody are named in a warning, and the post goes out', async () => {
    const context = await contextOf(fake)
    const outgoing = outgoingOf(partOf('@bob.test and @nobody.test'))
    const staged = await operations.stagePost(outgoing, context)
    const output = await operations.publishPost({ ...outgoing, staged }, context)
    expect(output).toMatchObject({ state: 'published', warnings: [{ code: 'mention-not-found', path: 'text' }] })
    const [record] = [...fake.platform.ledger.records.values()]
    expect(record?.value.facets).toHaveLength(1)
  })

  test('that can’t be looked up because the server fails are not taken for nobody', async () => {
    const context = await contextOf(fake)
    fake.platform.faults.add({ kind: 'error', committed: false }, { on: ({ path }) => path.endsWith('resolveHandle') })
    const error = await failure(operations.stagePost(outgoingOf(partOf('@bob.test')), context))
    expect(error).toMatchObject({ code: 'server-error' })
  })
})

describe('images', () => {
  test('larger than the server takes are refused before they are sent', async () => {
    const { media, source } = sampleImage('large')
    const large = { ...media, byteLength: 501 }
    const context = await contextOf(fake, 'alice.test', new Map([[media.sha256, source]]))
    const error = await failure(operations.stagePost(outgoingOf(partOf('', { media: [media, large] })), context))
    expect(MediaError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({ code: 'media-too-large', path: 'media[1]', outcome: 'not-sent' })
    expect(fake.platform.requests.filter(({ path }) => path.endsWith('uploadBlob'))).toEqual([])
  })

  test('are sent with their length, and must be staged again within the hour', async () => {
    const { media, source } = sampleImage('small')
    const context = await contextOf(fake, 'alice.test', new Map([[media.sha256, source]]))
    const staged = await operations.stagePost(outgoingOf(partOf('', { media: [media] })), context)
    const upload = fake.platform.requests.find(({ path }) => path.endsWith('uploadBlob'))
    expect(upload?.headers).toMatchObject({ 'content-length': String(media.byteLength), 'content-type': 'image/png' })
    expect(Number(staged.expiresAt) - Date.now()).toBeLessThanOrEqual(3_600_000)
  })

  test('other than those that were staged are refused', async () => {
    const context = await contextOf(fake)
    const outgoing = outgoingOf(partOf('a text'))
    const staged = await operations.stagePost(outgoing, context)
    const changed = { ...outgoing, part: partOf('a text', { media: [sampleImage('x').media] }), staged }
    expect(await failure(operations.publishPost(changed, context))).toMatchObject({ code: 'content-changed' })
    expect(commits()).toEqual([])
  })
})

describe('replies', () => {
  test('hang on the root of the thread, also where the ref says nothing of it', async () => {
    const context = await contextOf(fake)
    const root = fake.post('bob.test', 'the root')
    const middle = fake.post('carol.test', 'in between', root)
    const parent = bare(middle)
    const staged = await operations.stagePost(outgoingOf(partOf('an answer'), { parent, root: parent }), context)
    expect(stagedFacts(staged).reply).toEqual({
      root: { uri: root.id, cid: root.facts?.cid },
      parent: { uri: middle.id, cid: middle.facts?.cid },
    })
  })

  test('ask the server nothing about what the channel itself has published', async () => {
    const context = await contextOf(fake)
    const first = await publish(outgoingOf(partOf('first')), context)
    const before = fake.platform.requests.length
    await publish(outgoingOf(partOf('second'), { parent: first, root: first }), context)
    expect(fake.platform.requests.slice(before).map(({ path }) => path.split('.').at(-1))).toEqual(['createRecord'])
  })

  test('to what is gone, or is no post, are refused', async () => {
    const context = await contextOf(fake)
    const gone = fake.missing.post
    const error = await failure(operations.stagePost(outgoingOf(partOf('x'), { parent: gone, root: gone }), context))
    expect(RejectedError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({ code: 'not-found' })
    const web = { ...gone, id: 'https://bsky.app/profile/alice.test/post/3n2ullbs55k2b' }
    const refused = await failure(operations.stagePost(outgoingOf(partOf('x'), { parent: web, root: web }), context))
    expect(refused).toMatchObject({ code: 'invalid-input', path: 'replyTo.id' })
  })
})

describe('through core', () => {
  const open = async () => {
    const adapter = bluesky({ service: await fake.platform.listen() })
    const channel = adapter.channel({ identifier: 'alice.test', appPassword: fake.appPassword() })
    return createTutti({ channels: { sky: channel }, log: { debug() {}, info() {}, warn() {} } })
  }

  test('a post whose answer was lost is found by its key, and stands once', async () => {
    const tutti = await open()
    fake.platform.faults.add({ kind: 'error', committed: true }, { on: 'commit' })
    const { deliveries } = await tutti.publish(tutti.post({ text: 'a post that was committed' }))
    await tutti.close()
    expect(deliveries.sky).toMatchObject({ state: 'published', parts: [{ confirmedBy: 'read-back' }] })
    expect(commits()).toHaveLength(1)
    expect(await fake.standingPosts()).toHaveLength(1)
    expect(deliveries.sky.parts[0]?.ref?.id).toBe((await fake.standingPosts())[0]?.id)
  })

  test('the keys of a thread rise from part to part, and none lies in the future', async () => {
    const tutti = await open()
    for (let count = 0; count < 5; count += 1) {
      const thread = [{ text: 'two' }, { text: 'three' }, { text: 'four' }]
      const { deliveries } = await tutti.publish(tutti.post({ text: 'one', thread, firstComment: 'five' }))
      const { parts, firstComment } = deliveries.sky
      const keys = [...parts, firstComment].map((part) => part?.key ?? '')
      expect(keys.toSorted()).toEqual(keys)
      expect((keys.at(-1) ?? '') < createTid(Date.now() + 2000)).toBe(true)
    }
    await tutti.close()
  })

  test('misspelt options and channels do not compile', async () => {
    const tutti = await open()
    tutti.post({ text: 'x', platformOptions: { bluesky: { selfLabels: ['nudity'] } } })
    // @ts-expect-error no such label
    tutti.post({ text: 'x', platformOptions: { bluesky: { selfLabels: ['spoiler'] } } })
    // @ts-expect-error no such option
    tutti.post({ text: 'x', platformOptions: { bluesky: { selfLabel: [] } } })
    // @ts-expect-error this adapter declares no such operation
    expect(await failure(tutti.channel('sky').fetchAudience())).toMatchObject({ code: 'unsupported-operation' })
    await tutti.close()
  })
})
