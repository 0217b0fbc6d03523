import { InvalidInputError } from '@tutti/model'
import { fakeAdapter } from '@tutti/testing'
import { expect, test } from 'vitest'
import { connect } from '../src/connect.ts'
import { createTutti, image, iterate } from '../src/index.ts'

const one = fakeAdapter().channel({ name: 'one' })
const channels = { one }
const resolver = { resolve: async () => undefined, list: async () => [] }

test.each<[string, unknown, string, RegExp]>([
  ['nothing', undefined, 'options', /an object/],
  ['null', null, 'options', /an object/],
  ['no channels', {}, 'options.channels', /by their ids/],
  ['a misspelt option', { channels, plugin: [] }, 'options.plugin', /did you mean plugins\?/],
  ['an option from elsewhere', { channels, zzzzzz: 1 }, 'options.zzzzzz', /no option$/],
  ['a polluting option', JSON.parse('{"channels":{},"__proto__":{"x":1}}'), 'options.__proto__', /no option/],
  ['an adapter without an account', { channels: { one: fakeAdapter() } }, 'options.channels.one', /channel\(…\)/],
  ['a channel that is null', { channels: { one: null } }, 'options.channels.one', /channel\(…\)/],
  ['a polluting channel id', { channels: { constructor: one } }, 'options.channels["constructor"]', /another id/],
  ['a channel without an id', { channels: { '': one } }, 'options.channels[""]', /another id/],
  ['a resolver without list', { channels: { resolve: async () => undefined } }, 'options.channels', /list is missing/],
  ['a store that is a file name', { channels, store: 'tutti.db' }, 'options.store', /sqliteStore/],
  ['an empty tenant', { channels, tenant: '' }, 'options.tenant', /not empty/],
  ['a hook time of 0', { channels, hookTimeoutMs: 0 }, 'options.hookTimeoutMs', /above 0/],
  ['a hook time in words', { channels, hookTimeoutMs: '5s' }, 'options.hookTimeoutMs', /a number/],
  [
    'a count that is no number',
    { channels: resolver, maxOpenChannels: Number.NaN },
    'options.maxOpenChannels',
    /a number/,
  ],
  [
    'a misspelt part',
    { channels, reconciliation: { lateComitMs: 1 } },
    'options.reconciliation.lateComitMs',
    /lateCommitMs/,
  ],
  [
    'a negative time',
    { channels, reconciliation: { lateCommitMs: -1 } },
    'options.reconciliation.lateCommitMs',
    /0 or more/,
  ],
  ['recovery as text', { channels, recoverOnStart: 'yes' }, 'options.recoverOnStart', /true or false/],
  ['a logger that is console.log', { channels, log: console.log }, 'options.log', /a logger/],
  ['a media store that is a path', { channels, mediaStore: './media' }, 'options.mediaStore', /folderMediaStore/],
  ['a clock without timers', { channels, clock: { now: Date.now } }, 'options.clock', /a clock/],
])('createTutti refuses %s', async (_, options, path, message) => {
  const error = await createTutti(options as never).catch((caught: unknown) => caught)
  expect(error).toSatisfy(InvalidInputError.isInstance)
  expect(error).toMatchObject({ code: 'invalid-options', path, message: expect.stringMatching(message) })
})

test.each([
  ['an adapter', fakeAdapter(), {}, 'channel'],
  ['nothing', undefined, {}, 'channel'],
  ['an unknown option', one, { store: {} }, 'options.store'],
])('connect refuses %s', (_, definition, options, path) => {
  expect(() => connect(definition as never, options as never)).toThrow(
    expect.objectContaining({ code: 'invalid-options', path }),
  )
})

test('what is wrong is named without the values, which hold secrets', async () => {
  const options = { channels: { one: { adapter: {}, credential: 'canary-1' } }, store: 'canary-2' }
  const error = await createTutti(options as never).catch((caught: unknown) => caught)
  expect(`${error} ${JSON.stringify(error)}`).not.toContain('canary')
})

test('a misspelt event or channel, and a listener that is none, are named', async () => {
  const tutti = await createTutti({ channels })
  expect(() => tutti.on('post.publishd' as never, () => {})).toThrow(/did you mean post\.published\?/)
  expect(() => tutti.on('post.published', 'x' as never)).toThrow(/function/)
  expect(() => tutti.channel('two' as never)).toThrow(
    expect.objectContaining({ code: 'unknown-channel', advice: 'Use one of: one.' }),
  )
  expect(() => tutti.channel('__proto__' as never)).toThrow(expect.objectContaining({ code: 'unknown-channel' }))
  await expect(tutti.limits.forecast({ channel: 'one', bucket: 'writes!', count: 1 })).rejects.toMatchObject({
    code: 'invalid-input',
    path: 'bucket',
  })
  await tutti.close()
})

test('sources of media become what they are', () => {
  const blob = new Blob(['x'])
  const open = () => blob.stream()
  expect(image('./a.jpg', { alt: 'A' })).toMatchObject({ kind: 'image', source: { path: './a.jpg' }, alt: 'A' })
  expect(image('https://shop.example/a.jpg').source).toEqual({ url: 'https://shop.example/a.jpg' })
  expect(image(new URL('https://shop.example/a.jpg')).source).toEqual({ url: 'https://shop.example/a.jpg' })
  expect(image(blob).source).toEqual({ blob })
  expect(image(open, { byteLength: 1 }).source).toEqual({ open, byteLength: 1 })
  for (const wrong of ['', 5, null, {}]) expect(() => image(wrong as never)).toThrow(/takes a path/)
})

test('iterate reads pages as they are needed, ends at the last, at maxPages, and at a cursor that stands still', async () => {
  const asked: (string | undefined)[] = []
  const page = async ({ cursor }: { cursor?: string | undefined }) => {
    asked.push(cursor)
    const number = Number(cursor ?? 0)
    return { items: [number], nextCursor: number < 3 ? String(number + 1) : undefined, warnings: [] }
  }
  const read = async (maxPages: number, from = page) => {
    const items: number[] = []
    for await (const item of iterate(from, { maxPages })) items.push(item)
    return items
  }
  expect(await read(10)).toEqual([0, 1, 2, 3])
  expect(await read(2)).toEqual([0, 1])
  const standing = async () => ({ items: [1], nextCursor: 'x', warnings: [] })
  expect(await read(10, standing)).toEqual([1, 1])
  await expect(read(0)).rejects.toMatchObject({ code: 'invalid-input', path: 'maxPages' })
  asked.length = 0
  for await (const _ of iterate(page, { maxPages: 10 })) break
  expect(asked).toEqual([undefined])
})
