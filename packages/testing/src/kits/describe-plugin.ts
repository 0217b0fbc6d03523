import { memoryStore, type Plugin, TuttiError } from '@tutti/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { badNeighbour } from './plugin/bad-neighbour.ts'
import { withHandlers } from './plugin/changed-hooks.ts'
import { describeThrowingHooks } from './plugin/describe-throwing-hooks.ts'
import { failingStore } from './plugin/failing-store.ts'
import { type OpenClientOptions, openClient, surround } from './plugin/open-client.ts'
import type { DescribePluginOptions } from './plugin/options.ts'
import { type ResourceWatch, watchResources } from './plugin/process-resources.ts'

/**
 * The conformance suite of a plugin: call it in a test file. Everything runs in a real client with a
 * fake platform in memory and a virtual clock.
 */
export function describePlugin<P extends Plugin>(options: DescribePluginOptions<P>): void {
  const { create, exercise, inspect } = options
  const { ref, hooks } = create()
  const { name } = ref

  const open = async (more: Partial<OpenClientOptions<P>> = {}) => {
    const client = await openClient(options, { plugin: create(), ...more })
    onTestFinished(() => client.tutti.close())
    return client
  }
  const watch = () => {
    const { leftBehind, stop } = watchResources()
    onTestFinished(stop)
    return leftBehind
  }
  /** A store that says it is durable, so that plugins which insist on that work. It survives the client. */
  const durableStore = () => {
    const inner = memoryStore()
    return failingStore({ ...inner, scope: (tenant, owner) => inner.scope(tenant, owner), close: async () => {} }, true)
  }

  describe(`plugin ${options.name ?? name}`, () => {
    test('has one name, and names of its own for its hooks and events', () => {
      expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/)
      expect(create().ref.name).toBe(name)
      const { declares, events } = create()
      for (const token of [...declares, ...events])
        expect(token.name).toMatch(/^[a-z][A-Za-z0-9-]*\.[A-Za-z][A-Za-z0-9-]*$/)
      const names = [...declares, ...events].map((token) => token.name)
      expect(new Set(names).size).toBe(names.length)
    })

    test('does no work before it is set up', () => {
      const leftBehind = watch()
      create()
      expectNothing(leftBehind())
    })

    test('does its work in a client', async () => {
      const client = await open({ store: durableStore() })
      await exercise(surround(client))
      expect(client.pluginErrors).toEqual([])
    })

    test('leaves no timer, listener or handle behind when the client closes', async () => {
      const leftBehind = watch()
      const client = await open({ store: durableStore() })
      await exercise(surround(client))
      await client.tutti.close()
      expect(client.clock.pendingCount).toBe(0)
      expectNothing(leftBehind())
      await client.clock.advance(30 * 86_400_000)
      expect(client.pluginErrors).toEqual([])
    })

    test('closes at once after it was set up, and twice without harm', async () => {
      const client = await open({ store: durableStore() })
      await client.tutti.close()
      await client.tutti.close()
      expect(client.clock.pendingCount).toBe(0)
      expect(client.pluginErrors).toEqual([])
    })

    test('switched off: its setup and hooks don’t run, and its methods say so', async () => {
      let calls = 0
      const plugin = withHandlers(create({ enabled: false }), (_use, handler) => (...input) => {
        calls += 1
        return handler(...input)
      })
      const setup = () => {
        calls += 1
        throw new Error('setup of a plugin that is switched off')
      }
      const client = await open({ plugin: { ...plugin, setup }, store: durableStore() })
      expect(plugin.enabled, 'the factory takes enabled: false').toBe(false)
      await client.publish('a post that no hook sees')
      expect(calls).toBe(0)
      expect(() => (client.api as { anyMethod: unknown }).anyMethod).toThrow(
        expect.objectContaining({ code: 'plugin-missing' }),
      )
    })

    test('refuses an option that it does not know', () => {
      const error = errorOf(() => create({ notAnOption: true }))
      expect(TuttiError.isInstance(error) ? error.code : error).toBe('invalid-options')
      expect((error as TuttiError).message).toContain('notAnOption')
    })

    test('works beside neighbours that throw', async () => {
      const neighbours = [badNeighbour('firstNeighbour'), badNeighbour('lastNeighbour')] as const
      const client = await open({ neighbours, store: durableStore() })
      await exercise(surround(client))
      await client.tutti.close()
      const culprits = new Set(client.pluginErrors.map(({ plugin }) => plugin))
      expect([...culprits].sort()).toEqual(['firstNeighbour', 'lastNeighbour'])
    })

    test('keeps what it stores under its own name', async () => {
      const store = durableStore()
      const client = await open({ store })
      await exercise(surround(client))
      const owners = new Set([...store.scopes].map((scope) => scope.split('/')[1]))
      const known = [name, 'core', ...(options.dependencies?.() ?? []).map((plugin) => plugin.ref.name)]
      expect([...owners].filter((owner) => !known.includes(owner ?? ''))).toEqual([])
    })

    if (inspect) {
      test('shares nothing between two tenants', async () => {
        const store = durableStore()
        const first = surround(await open({ store, tenant: 'one' }))
        const second = surround(await open({ store, tenant: 'two' }))
        const before = JSON.stringify([await inspect(first), await inspect(second)])
        await exercise(first)
        const [firstAfter, secondAfter] = [await inspect(first), await inspect(second)]
        const [firstBefore, secondBefore] = JSON.parse(before) as unknown[]
        expect(firstAfter, 'inspect shows what exercise did').not.toEqual(firstBefore)
        expect(secondAfter).toEqual(secondBefore)
      })
    }

    test('a store that fails makes typed errors, and the client still closes', async () => {
      const store = durableStore()
      const client = await open({ store })
      const surroundings = surround(client)
      store.failFor(name)
      const error = await exercise(surroundings).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      if (error !== undefined) expect(TuttiError.isInstance(error), String(error)).toBe(true)
      await client.clock.advance(3_600_000)
      await client.tutti.close()
      expect(client.clock.pendingCount).toBe(0)
    })

    if (hooks.length > 0) describe('hooks', () => describeThrowingHooks(options, open))
  })
}

function expectNothing({ timers, before, after }: ReturnType<ResourceWatch['leftBehind']>): void {
  expect(timers, 'timers beside the client’s clock').toBe(0)
  expect(after, 'handles and listeners of the process').toEqual(before)
}

function errorOf(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  return undefined
}
