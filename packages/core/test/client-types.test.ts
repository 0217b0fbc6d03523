import {
  type Audience,
  defineEvent,
  defineHook,
  definePlugin,
  type MaybePromise,
  type Plugin,
  type PostRef,
  type PublishedPost,
  pluginRef,
} from '@tutti/model'
import { expect, expectTypeOf, test } from 'vitest'
import { connect } from '../src/client/connect.ts'
import { createTutti } from '../src/client/create-tutti.ts'
import { sampleAdapter } from './sample-adapter.ts'

// What must not compile is marked with @ts-expect-error: `npm run types` fails when one of them does.
// None of it runs but the last test: the point is what the compiler says.

const ref: PostRef = { v: 1, kind: 'post', platform: 'sample', id: '1' }
declare const published: PublishedPost

// What an outside package would declare.
const bakeryRef = pluginRef<{ bake(cakes: number): string }>()('bakery')
const baked = defineEvent<{ readonly cakes: number }>()('bakery.baked')
const guardOven = defineHook<{ readonly degrees: number }>()('guard', 'bakery.oven')
const bakery = () =>
  definePlugin({
    ref: bakeryRef,
    declares: [guardOven],
    events: [baked],
    setup: (host) => ({
      bake: (cakes: number) => {
        host.emit(baked, { cakes })
        // @ts-expect-error the payload is the event's
        host.emit(baked, { bread: 1 })
        expectTypeOf(host.runGuard(guardOven, { degrees: 180 })).toEqualTypeOf<
          MaybePromise<{ readonly deny: string; readonly retryAfterMs?: number | undefined } | undefined>
        >()
        // @ts-expect-error a hook is run as the kind it is
        host.runNotify(guardOven, { degrees: 180 })
        return `${cakes} cakes`
      },
    }),
  })
const shop = () =>
  definePlugin({
    ref: pluginRef<{ open(): void }>()('shop'),
    dependsOn: [bakeryRef],
    hooks: [guardOven.use(({ degrees }) => (degrees > 250 ? { deny: 'too hot' } : undefined))],
    setup: (host) => {
      expectTypeOf(host.plugin(bakeryRef).bake).toEqualTypeOf<(cakes: number) => string>()
      return { open: () => {} }
    },
  })
export const wrongPlugin = () =>
  definePlugin({
    ref: pluginRef<object>()('wrong'),
    dependsOn: [bakeryRef],
    hooks: [
      // @ts-expect-error the input is the hook's
      guardOven.use(({ celsius }) => celsius),
      // @ts-expect-error a guard can't allow
      guardOven.use(() => ({ allow: true })),
    ],
    setup: (host) => {
      // @ts-expect-error it is not among those it depends on
      host.plugin(pluginRef<object>()('stranger'))
      return {}
    },
  })
const named = <const Name extends string>(name: Name) =>
  definePlugin({ ref: pluginRef<object>()(name), setup: () => ({}) })

const adapter = () =>
  sampleAdapter({
    fetchPost: async () => published,
    listPosts: async () => ({ items: [published], warnings: [] }),
    replyToInteraction: async () => ({ ref, warnings: [], raw: {} }),
    publishPost: async () => ({ state: 'published', ref, warnings: [], raw: {} }),
  })
const channels = { fedi: adapter().channel({ accessToken: 'x' }) }
const client = () => createTutti({ channels, plugins: [bakery(), shop()] })
type Client = Awaited<ReturnType<typeof client>>

export async function channelsOfAMap(tutti: Client) {
  expectTypeOf(await tutti.channel('fedi').fetchPost({ post: ref })).toEqualTypeOf<PublishedPost>()
  tutti.channel('fedi').listPosts()
  tutti.channel('fedi').listPosts({ limit: 5 }, { maxWaitMs: 1000 })
  // The key of a reply is made up when it is left out.
  const interaction = { v: 1, kind: 'interaction', platform: 'sample', id: '1' } as const
  tutti.channel('fedi').replyToInteraction({ interaction, text: 'Thanks' })
  // @ts-expect-error an operation that the adapter lacks
  tutti.channel('fedi').fetchAudience()
  // @ts-expect-error a misspelt operation
  tutti.channel('fedi').fetchPosst({ post: ref })
  // @ts-expect-error what core drives through the journal is not offered
  tutti.channel('fedi').publishPost()
  // @ts-expect-error a misspelt channel
  tutti.channel('fedo')
  // @ts-expect-error a misspelt member of the input
  tutti.channel('fedi').listPosts({ limmit: 5 })
}

export async function channelsOfAResolver() {
  const tutti = await createTutti({ channels: { resolve: async () => undefined, list: async () => [] } })
  const channel = await tutti.channel('any')
  // @ts-expect-error not before `supports` has said so
  channel.fetchAudience()
  if (channel.supports('fetchAudience')) expectTypeOf(await channel.fetchAudience()).toEqualTypeOf<Audience>()
  // @ts-expect-error a misspelt operation
  channel.supports('fetchAudienc')
}

export async function oneChannelAlone() {
  const fedi = connect(channels.fedi)
  expectTypeOf(await fedi.fetchPost({ post: ref })).toEqualTypeOf<PublishedPost>()
  // @ts-expect-error an operation that the adapter lacks
  fedi.fetchAudience()
  // @ts-expect-error a misspelt option
  connect(channels.fedi, { clok: undefined })
  await fedi.close()
}

export function posts(tutti: Client) {
  tutti.post({
    text: 'x',
    channels: ['fedi'],
    perChannel: { fedi: { text: 'y', platformOptions: { sensitive: true } } },
    platformOptions: { sample: { sensitive: false } },
  })
  // @ts-expect-error a misspelt channel
  tutti.post({ text: 'x', channels: ['fedo'] })
  // @ts-expect-error a misspelt channel
  tutti.post({ text: 'x', perChannel: { fedo: {} } })
  // @ts-expect-error a misspelt platform option
  tutti.post({ text: 'x', perChannel: { fedi: { platformOptions: { sensitiv: true } } } })
  // @ts-expect-error a platform that is not in use
  tutti.post({ text: 'x', platformOptions: { other: { sensitive: false } } })
}

export function pluginsAndEvents(tutti: Client) {
  expectTypeOf(tutti.bakery.bake).toEqualTypeOf<(cakes: number) => string>()
  tutti.on('bakery.baked', ({ cakes }) => expectTypeOf(cakes).toEqualTypeOf<number>())
  tutti.on('post.published', ({ delivery }) => expectTypeOf(delivery.channel).toEqualTypeOf<string>())
  // @ts-expect-error a misspelt event
  tutti.on('bakery.bakd', () => {})
  // @ts-expect-error a plugin that is not in the list
  tutti.butchery
}

export async function wrongPlugins() {
  // @ts-expect-error a reserved name
  await createTutti({ channels, plugins: [named('close')] })
  // @ts-expect-error a name that would make the client a promise
  await createTutti({ channels, plugins: [named('then')] })
  // @ts-expect-error a doubled name
  await createTutti({ channels, plugins: [bakery(), bakery()] })
  // @ts-expect-error a missing dependency
  await createTutti({ channels, plugins: [shop()] })
  // @ts-expect-error a misspelt option
  await createTutti({ channels, plugin: [] })
  // A list whose types are not known is checked at start only.
  const erased: readonly Plugin[] = [bakery()]
  await createTutti({ channels, plugins: erased })
}

test('what the types promise is there', async () => {
  const tutti = await client()
  expect(tutti.bakery.bake(2)).toBe('2 cakes')
  expect(Object.keys(tutti.channel('fedi'))).toEqual([
    'id',
    'platform',
    'limits',
    'native',
    'supports',
    'describe',
    'fetchPost',
    'listPosts',
    'replyToInteraction',
  ])
  await tutti.close()
})
