import { fakeMastodon, sampleImage, virtualClock } from '@tutti/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { openFakeChannel, outgoingPart } from './support/fake-channel.ts'

let fake = fakeMastodon()
afterEach(() => fake.stop())

async function open(options?: Parameters<typeof fakeMastodon>[0]) {
  fake = fakeMastodon(options)
  return openFakeChannel(fake)
}

const minuteMs = 60_000

describe('bookmarks', () => {
  test('are kept, listed newest first, and taken back', async () => {
    const { native } = await open()
    const posts = [await fake.seedPost({ by: 'other', text: 'one' }), await fake.seedPost({ by: 'other', text: 'two' })]
    for (const post of posts) await native('bookmarkPost', { post })
    const first = await native('listBookmarks', { limit: 1 })
    const second = await native('listBookmarks', { limit: 1, cursor: first.nextCursor })
    expect([...first.items, ...second.items].map(({ text }) => text)).toEqual(['two', 'one'])
    for (const post of posts) await native('unbookmarkPost', { post })
    expect((await native('listBookmarks', {})).items).toEqual([])
  })
})

describe('filters', () => {
  test('are made, listed and deleted, twice without harm', async () => {
    const { native } = await open()
    const made = await native('createFilter', {
      title: 'Spoilers',
      contexts: ['home', 'thread'],
      action: 'hide',
      keywords: [{ keyword: 'finale', wholeWord: true }],
      expiresInMs: 60_000,
    })
    expect(made).toMatchObject({
      title: 'Spoilers',
      contexts: [
        { unified: 'home', raw: 'home' },
        { unified: 'thread', raw: 'thread' },
      ],
      action: { unified: 'hide', raw: 'hide' },
      keywords: [{ keyword: 'finale', wholeWord: true }],
      expiresAt: expect.any(Number),
    })
    expect((await native('listFilters', {})).items).toEqual([made])
    await native('deleteFilter', { id: made.id })
    await native('deleteFilter', { id: made.id })
    expect((await native('listFilters', {})).items).toEqual([])
  })

  test.each([
    [{ title: '', contexts: ['home'], action: 'hide', keywords: [{ keyword: 'x' }] }],
    [{ title: 'x', contexts: [], action: 'hide', keywords: [{ keyword: 'x' }] }],
    [{ title: 'x', contexts: ['home'], action: 'delete', keywords: [{ keyword: 'x' }] }],
    [{ title: 'x', contexts: ['home'], action: 'hide', keywords: [] }],
    [{ title: 'x', contexts: ['home'], action: 'hide', keywords: [{ keyword: 'x' }], whole: true }],
  ])('%j is refused, and nothing is sent', async (input) => {
    const { native } = await open()
    await native('listFilters', {})
    const before = fake.platform.requests.length
    await expect(native('createFilter', input as never)).rejects.toMatchObject({ code: 'invalid-input' })
    expect(fake.platform.requests).toHaveLength(before)
  })
})

describe('scheduling by the server', () => {
  test('the post is published at its time, and not before', async () => {
    const clock = virtualClock()
    const { native, media } = await open({ clock })
    const image = sampleImage('A lemon cake')
    media.set(image.media.sha256, image.source)
    const at = clock.now() + 10 * minuteMs
    const { part } = outgoingPart({
      text: 'Good morning',
      media: [image.media],
      visibility: 'unlisted',
      contentWarning: 'Cake',
    })
    const staged = await native('stageMedia', { part })
    const scheduled = await native('scheduleStatus', { part, staged, at, key: 'k' })
    expect(scheduled).toMatchObject({
      at,
      text: 'Good morning',
      visibility: { unified: 'unlisted', raw: 'unlisted' },
      contentWarning: 'Cake',
      media: [{ alt: 'A lemon cake' }],
    })
    expect(await fake.standingPosts()).toEqual([])
    await clock.advance(10 * minuteMs)
    expect((await native('listScheduledStatuses', {})).items).toEqual([])
    expect(await fake.standingPosts()).toMatchObject([{ text: 'Good morning', visibility: 'unlisted' }])
    expect(await native('cancelScheduledStatus', { id: scheduled.id })).toMatchObject({ state: 'already-gone' })
  })

  test.each([
    ['Mastodon', {}, 1],
    ['GoToSocial', { ignoresIdempotencyKeys: true }, 2],
  ])('after a lost answer %s has it once a key, and the list tells', async (_name, options, count) => {
    const { native } = await open(options)
    const { part } = outgoingPart({ text: 'Good morning' })
    const input = { part, at: Date.now() + 10 * minuteMs, key: 'k' }
    await native('listScheduledStatuses', {})
    fake.platform.faults.add({ kind: 'reset', committed: true })
    await expect(native('scheduleStatus', input)).rejects.toMatchObject({ outcome: 'unknown' })
    expect((await native('listScheduledStatuses', {})).items).toMatchObject([{ text: 'Good morning', at: input.at }])
    await native('scheduleStatus', input)
    const { items } = await native('listScheduledStatuses', {})
    expect(items).toHaveLength(count)
    for (const { id } of items)
      expect(await native('cancelScheduledStatus', { id })).toMatchObject({ state: 'cancelled' })
    expect((await native('listScheduledStatuses', {})).items).toEqual([])
  })

  test('a time that is too near is refused', async () => {
    const { native } = await open()
    const { part } = outgoingPart({ text: 'Good morning' })
    const scheduling = native('scheduleStatus', { part, at: Date.now() + minuteMs, key: 'k' })
    await expect(scheduling).rejects.toMatchObject({ code: 'rejected', outcome: 'rejected' })
  })

  test('media that are not uploaded are asked for, and nothing is sent', async () => {
    const { native, media } = await open()
    const image = sampleImage('A lemon cake')
    media.set(image.media.sha256, image.source)
    await native('listScheduledStatuses', {})
    const before = fake.platform.requests.length
    const { part } = outgoingPart({ media: [image.media] })
    const scheduling = native('scheduleStatus', { part, at: Date.now() + 10 * minuteMs, key: 'k' })
    await expect(scheduling).rejects.toMatchObject({ code: 'invalid-input', path: 'staged' })
    expect(fake.platform.requests).toHaveLength(before)
  })

  test('input that is no prepared part is refused, and nothing is sent', async () => {
    const { native } = await open()
    await native('listScheduledStatuses', {})
    const before = fake.platform.requests.length
    const scheduling = native('scheduleStatus', { part: { text: 'x' } as never, at: Date.now(), key: 'k' })
    await expect(scheduling).rejects.toMatchObject({ code: 'invalid-input' })
    expect(fake.platform.requests).toHaveLength(before)
  })
})
