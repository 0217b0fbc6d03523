import { aroundPublish, definePlugin, type HookUse, pluginRef } from '@tutti/model'
import { fakeAdapter } from '@tutti/testing'
import { expect, test } from 'vitest'
import { createTutti } from '../src/index.ts'

async function publishWith(hook: HookUse) {
  const tutti = await createTutti({
    channels: { one: fakeAdapter().channel({ name: 'shop' }) },
    plugins: [definePlugin({ ref: pluginRef<object>()('watcher'), setup: () => ({}), hooks: [hook] })],
    log: { debug: () => {}, info: () => {}, warn: () => {} },
  })
  const problems: string[] = []
  tutti.on('plugin.error', ({ where, error }) => problems.push(`${where} ${error.code}`))
  try {
    const result = await tutti.publish({ id: 'p1', text: 'Hello' }).catch((error: unknown) => error)
    return { result, problems, stored: await tutti.deliveries.get('p1', 'one') }
  } finally {
    await tutti.close()
  }
}

test('a hook sees which post goes where, and what came of it', async () => {
  const seen: unknown[] = []
  const { result } = await publishWith(
    aroundPublish.use(async (input, next) => {
      const output = await next()
      seen.push(input, output.deliveries.one?.state)
      return output
    }),
  )
  expect(seen).toEqual([{ postId: 'p1', channels: ['one'] }, 'published'])
  expect(result).toMatchObject({ postId: 'p1', deliveries: { one: { state: 'published' } } })
})

test.each([
  ['throws', () => Promise.reject(new TypeError('oops'))],
  ['does not call next', () => ({ postId: 'p1', deliveries: {} })],
])('a hook that %s before it has begun prevents it: nothing is sent', async (_name, handler) => {
  const { result, stored } = await publishWith(aroundPublish.use(handler))
  expect(result).toMatchObject({ code: 'hook-failed', outcome: 'not-sent' })
  expect(stored).toBeUndefined()
})

test('what has begun counts, whatever a hook makes of it', async () => {
  const lying = await publishWith(
    aroundPublish.use(async (_input, next) => {
      await next()
      return { postId: 'other', deliveries: {} }
    }),
  )
  expect(lying.result).toMatchObject({ postId: 'p1', deliveries: { one: { state: 'published' } } })
  const throwing = await publishWith(
    aroundPublish.use(async (_input, next) => {
      await next()
      throw new TypeError('oops')
    }),
  )
  expect(throwing.result).toMatchObject({ deliveries: { one: { state: 'published' } } })
  expect(throwing.problems).toEqual(['aroundPublish malformed-answer'])
})
