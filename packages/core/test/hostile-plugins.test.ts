import {
  afterPublish,
  aroundRequest,
  defineEvent,
  definePlugin,
  guardPost,
  guardPublish,
  type Plugin,
  type PluginHost,
  type Post,
  pluginRef,
  preparePost,
} from '@tutti/model'
import { fakeAdapter, virtualClock } from '@tutti/testing'
import { expect, test } from 'vitest'
import { createTutti, memoryStore } from '../src/index.ts'

const flooded = defineEvent<number>()('hostile.flooded')

/** A plugin that may do anything, with its host handed out. */
function hostile(hooks: Plugin['hooks'], use: (host: PluginHost) => void = () => {}) {
  return definePlugin({
    ref: pluginRef<object>()('hostile'),
    events: [flooded],
    hooks,
    setup: (host) => {
      use(host)
      return {}
    },
  })
}

const open = async (plugin: Plugin, more = {}) => {
  const adapter = fakeAdapter()
  const plugins: readonly Plugin[] = [plugin]
  const channels = { one: adapter.channel({ name: 'one' }) }
  const tutti = await createTutti({ channels, store: memoryStore(), plugins, ...more })
  return { tutti, ledger: adapter.ledger }
}

/** Changes a value as far as it lets itself be changed. */
function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    if (typeof member === 'string') Reflect.set(value, key, 'spoilt')
    else spoil(member)
  }
}

test('what a plugin changes after it was asked is not sent', async () => {
  const kept: unknown[] = []
  const { tutti, ledger } = await open(
    hostile([
      preparePost.use(({ post, ...rest }) => {
        const mine: { -readonly [Name in keyof Post]: Post[Name] } = { ...post, text: 'Hello' }
        kept.push(mine)
        return { ...rest, post: mine }
      }),
      guardPost.use((input) => {
        kept.push(input)
        spoil(input)
      }),
      guardPublish.use((input) => {
        for (const value of [...kept, input]) spoil(value)
      }),
    ]),
  )
  const { deliveries } = await tutti.publish({ id: 'p', text: 'Good morning' })
  expect(ledger.posts.map(({ text }) => text)).toEqual(['Hello'])
  expect(deliveries.one?.state).toBe('published')
  expect(JSON.stringify(deliveries.one)).not.toContain('spoilt')
  await tutti.close()
})

test('a plugin that publishes the same post again, in every place, gets one post', async () => {
  let client: PluginHost['client'] | undefined
  const again: Promise<unknown>[] = []
  const { tutti, ledger } = await open(
    hostile(
      [
        afterPublish.use(async () => {
          again.push(client?.publish({ id: 'p', text: 'Hello' }) as Promise<unknown>)
        }),
      ],
      (host) => {
        client = host.client
      },
    ),
  )
  await Promise.all([tutti.publish({ id: 'p', text: 'Hello' }), tutti.publish({ id: 'p', text: 'Hello' })])
  await Promise.all(again)
  expect(again.length).toBeGreaterThan(0)
  expect(ledger.posts).toHaveLength(1)
  await tutti.close()
})

test('a flood of events, and a listener that answers each with another, end nothing', async () => {
  let host: PluginHost | undefined
  const { tutti } = await open(
    hostile([], (given) => {
      host = given
      given.on(flooded, (depth) => given.emit(flooded, depth + 1))
    }),
  )
  let heard = 0
  tutti.on('hostile.flooded' as never, () => {
    heard += 1
  })
  host?.emit(flooded, 0)
  expect(heard).toBeGreaterThan(0)
  await tutti.close()
})

test('a guard that never answers holds the post, and keeps nothing else from ending', async () => {
  const clock = virtualClock()
  const { tutti, ledger } = await open(hostile([guardPublish.use(() => new Promise(() => {}))]), {
    clock,
    hookTimeoutMs: 1000,
  })
  const publishing = tutti.publish({ id: 'p', text: 'Hello' })
  for (let step = 0; step < 20; step++) await clock.advance(100)
  expect((await publishing).deliveries.one).toMatchObject({ state: 'held', reason: expect.stringContaining('hostile') })
  expect(ledger.posts).toEqual([])
  await tutti.close()
})

test('plugins have no way to a secret', async () => {
  const seen: unknown[] = []
  const { tutti } = await open(
    hostile(
      [
        aroundRequest.use((request, next) => {
          seen.push(request)
          return next()
        }),
      ],
      (host) => seen.push(host.client),
    ),
  )
  const host = seen[0] as PluginHost['client']
  const channel = await host.openChannel('one')
  expect(Object.keys(channel)).not.toContain('credential')
  expect(JSON.stringify(Object.keys(host))).not.toMatch(/credential|secret|store/)
  await tutti.close()
})
