import {
  aroundOperation,
  defineEvent,
  defineHook,
  definePlugin,
  type Plugin,
  PluginError,
  pluginError,
  pluginRef,
} from '@tutti/model'
import { fakeAdapter, virtualClock } from '@tutti/testing'
import { expect, test } from 'vitest'
import { createTutti, memoryStore } from '../src/index.ts'

const ref = <const Name extends string>(name: Name) => pluginRef<object>()(name)
const channels = { one: fakeAdapter().channel({ name: 'one' }) }

// The lists of these tests are wrong on purpose: their types are erased, so that start has to notice.
const start = (plugins: readonly Plugin[], options = {}) =>
  createTutti({ channels, plugins, store: memoryStore(), ...options })

const rang = () => defineEvent<number>()('bell.rang')
const asked = () => defineHook<number>()('guard', 'bell.asked')

test.each<[string, string, RegExp, () => readonly unknown[]]>([
  ['a member of the client', 'plugin-name-reserved', /"publish"/, () => [plain('publish')]],
  ['then', 'plugin-name-reserved', /"then"/, () => [plain('then')]],
  ["core's part of the store", 'plugin-name-reserved', /"core"/, () => [plain('core')]],
  ['a member of every object', 'plugin-name-reserved', /"__proto__"/, () => [plain('__proto__')]],
  ['no name', 'plugin-name-reserved', /""/, () => [plain('')]],
  ['two of one name', 'plugin-name-taken', /plugins\[1\].*"a"/, () => [plain('a'), plain('a')]],
  ['a missing dependency', 'plugin-missing', /"a" needs the plugin "b"/, () => [plain('a', ['b'])]],
  ['a circle', 'plugin-cycle', /b → c → b/, () => [plain('a', ['b']), plain('b', ['c']), plain('c', ['b'])]],
  ['two hooks of one name', 'hook-name-taken', /bell\.asked.*"?a/, () => [declaring('a'), declaring('b')]],
  [
    "a hook with the name of core's",
    'hook-name-taken',
    /preparePost.*core/,
    () => [
      definePlugin({ ref: ref('a'), declares: [defineHook<number>()('guard', 'preparePost')], setup: () => ({}) }),
    ],
  ],
  [
    'two events of one name',
    'hook-name-taken',
    /bell\.rang/,
    () => [
      definePlugin({ ref: ref('a'), events: [rang()], setup: () => ({}) }),
      definePlugin({ ref: ref('b'), events: [rang()], setup: () => ({}) }),
    ],
  ],
  ['a hole in the list', 'invalid-options', /options\.plugins\[0\]/, () => [undefined]],
  ['no list', 'invalid-options', /options\.plugins must be/, () => 'moderation' as never],
  [
    'a setup that throws',
    'plugin-setup-failed',
    /"a"/,
    () => [
      definePlugin({
        ref: ref('a'),
        setup: () => {
          throw new Error('no')
        },
      }),
    ],
  ],
  [
    'a setup that returns nothing',
    'plugin-setup-failed',
    /no object/,
    () => [definePlugin({ ref: ref('a'), setup: () => undefined as never })],
  ],
])('%s is refused at start', async (_, code, message, plugins) => {
  const error = await start(plugins() as Plugin[]).catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code, message: expect.stringMatching(message), advice: expect.any(String) })
})

function plain(name: string, needs: readonly string[] = []) {
  return definePlugin({ ref: ref(name), dependsOn: needs.map(ref), setup: () => ({}) })
}

function declaring(name: string) {
  return definePlugin({ ref: ref(name), declares: [asked()], setup: () => ({}) })
}

test('plugins are set up behind those they depend on, and torn down in reverse', async () => {
  const order: string[] = []
  const noting = (name: string, needs: readonly string[] = []) =>
    definePlugin({
      ref: ref(name),
      dependsOn: needs.map(ref),
      setup: async (host) => {
        order.push(`+${name}`)
        host.onClose(async () => void order.push(`-${name}`))
        return {}
      },
    })
  const tutti = await start([noting('c', ['a', 'b']), noting('b', ['a']), noting('a')])
  await Promise.all([tutti.close(), tutti.close()])
  expect(order).toEqual(['+a', '+b', '+c', '-c', '-b', '-a'])
})

test('a plugin gets the methods of those it depends on, and the client has all of them', async () => {
  const clockRef = pluginRef<{ hour(): number }>()('clock')
  const clock = definePlugin({ ref: clockRef, setup: () => ({ hour: () => 7 }) })
  const rooster = definePlugin({
    ref: pluginRef<{ crow(): string }>()('rooster'),
    dependsOn: [clockRef],
    setup: (host) => ({ crow: () => `it is ${host.plugin(clockRef).hour()}` }),
  })
  const tutti = await createTutti({ channels, store: memoryStore(), plugins: [rooster, clock] })
  expect(tutti.rooster.crow()).toBe('it is 7')
  await tutti.close()
})

test('a setup that fails takes back what was there before it, and everything it had registered itself', async () => {
  const closed: string[] = []
  const store = memoryStore()
  const first = definePlugin({
    ref: ref('first'),
    setup: (host) => {
      host.onClose(() => void closed.push('first'))
      return {}
    },
  })
  const second = definePlugin({
    ref: ref('second'),
    dependsOn: [ref('first')],
    setup: (host) => {
      host.onClose(() => void closed.push('second'))
      throw new Error('no')
    },
  })
  await expect(start([first, second], { store })).rejects.toThrow(PluginError)
  expect(closed).toEqual(['second', 'first'])
  await expect(store.scope('default', 'x').documents.list('y')).rejects.toMatchObject({ code: 'store-failed' })
})

test('a clean-up that throws or hangs is reported, and the others run', async () => {
  const clock = virtualClock()
  const cleaned: number[] = []
  const errors: unknown[] = []
  const plugin = definePlugin({
    ref: ref('a'),
    setup: (host) => {
      host.onClose(() => void cleaned.push(0))
      host.onClose(() => new Promise(() => {}))
      host.onClose(async () => {
        throw new Error('x')
      })
      host.onClose(() => void cleaned.push(3))
      host.onClose(() => void cleaned.push(4))()
      return {}
    },
  })
  const tutti = await start([plugin], { clock, hookTimeoutMs: 100 })
  tutti.on(pluginError.name, ({ plugin: name, where, error }) => errors.push([name, where, error.code]))
  const closing = tutti.close()
  await clock.advance(100)
  await closing
  expect(cleaned).toEqual([3, 0])
  expect(errors).toEqual([
    ['a', 'close', 'hook-failed'],
    ['a', 'close', 'hook-timeout'],
  ])
  expect(clock.pendingCount).toBe(0)
})

test('a plugin that is switched off does nothing, and says so when it is called', async () => {
  const restingRef = pluginRef<{ work(): void }>()('resting')
  let hooked = 0
  const resting = definePlugin({
    ref: restingRef,
    enabled: false,
    hooks: [
      aroundOperation.use((_, next) => {
        hooked += 1
        return next()
      }),
    ],
    setup: () => {
      throw new Error('it is off')
    },
  })
  const user = definePlugin({
    ref: pluginRef<{ use(): void }>()('user'),
    dependsOn: [restingRef],
    setup: (host) => ({ use: () => host.plugin(restingRef).work() }),
  })
  const tutti = await createTutti({ channels, store: memoryStore(), plugins: [resting, user] })
  await tutti.channel('one').listPosts()
  expect(hooked).toBe(0)
  expect(() => tutti.resting).not.toThrow()
  expect(() => tutti.user.use()).toThrow(/switched off/)
  await tutti.close()
})

test('what a plugin keeps is its own: apart from other plugins, other tenants and core', async () => {
  const store = memoryStore()
  const shelf = (name: string) =>
    definePlugin({
      ref: pluginRef<{ ids(): Promise<number> }>()(name),
      setup: async (host) => {
        await host.store.documents.put('notes', name, 1, 'any')
        return { ids: async () => (await host.store.documents.list('notes')).length }
      },
    })
  const open = (tenant: string) =>
    createTutti({ channels, store, tenant, plugins: [shelf('a') as never, shelf('b') as never] })
  const clients = (await Promise.all([open('x'), open('y')])) as unknown as {
    a: { ids(): Promise<number> }
    close(): Promise<void>
  }[]
  for (const client of clients) expect(await client.a.ids()).toBe(1)
  await clients[0]?.close()
  // The other client still uses the store.
  expect(await clients[1]?.a.ids()).toBe(1)
  await clients[1]?.close()
})

test('hooks that are registered later run, until they are taken back', async () => {
  const seen: string[] = []
  const plugin = definePlugin({
    ref: pluginRef<{ stop(): void }>()('late'),
    setup: (host) => ({
      stop: host.use(
        aroundOperation.use(({ operation }, next) => {
          seen.push(operation)
          return next()
        }),
      ),
    }),
  })
  const tutti = await createTutti({ channels, store: memoryStore(), plugins: [plugin] })
  await tutti.channel('one').listPosts()
  tutti.late.stop()
  await tutti.channel('one').listPosts()
  expect(seen).toEqual(['listPosts'])
  await tutti.close()
})
