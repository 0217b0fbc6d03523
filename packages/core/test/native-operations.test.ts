import {
  aroundOperation,
  defineAdapter,
  definePlugin,
  InvalidInputError,
  type OperationContext,
  pluginRef,
  RejectedError,
} from '@tutti/model'
import { expect, expectTypeOf, test } from 'vitest'
import { createTutti, memoryStore } from '../src/index.ts'
import { sampleAdapter } from './sample-adapter.ts'

const silent = { debug() {}, info() {}, warn() {} }

const native = {
  pin: async ({ note }: { readonly note: string }, { channel }: OperationContext) => ({ pinned: note, channel }),
  refuse: async (): Promise<void> => {
    throw new RejectedError({ code: 'forbidden', message: 'no', outcome: 'rejected' })
  },
}

const seen: string[] = []
const watcher = definePlugin({
  ref: pluginRef<object>()('watcher'),
  hooks: [
    aroundOperation.use(({ operation, ...given }, next) => {
      seen.push(operation)
      return next({ operation, ...given })
    }),
  ],
  setup: () => ({}),
})

const openClient = () =>
  createTutti({
    log: silent,
    store: memoryStore(),
    plugins: [watcher],
    channels: {
      one: defineAdapter({ ...sampleAdapter({}), native }).channel({ accessToken: 'token' }),
      plain: sampleAdapter({}).channel({ accessToken: 'token' }),
    },
  })

test('a native operation runs as any other does: with a context, through hooks, with its place in errors', async () => {
  const tutti = await openClient()
  const { pin, refuse } = tutti.channel('one').native
  expect(await pin({ note: 'a' })).toEqual({ pinned: 'a', channel: 'one' })
  await expect(refuse()).rejects.toMatchObject({
    code: 'forbidden',
    operation: 'native.refuse',
    platform: 'sample',
    channel: 'one',
  })
  expect(seen).toEqual(['native.pin', 'native.refuse'])
  await tutti.close()
})

test('wrong input and a closed client are refused before the adapter is asked', async () => {
  const tutti = await openClient()
  seen.length = 0
  const { pin } = tutti.channel('one').native
  const failure = await pin('a' as never).catch((error: unknown) => error)
  expect(InvalidInputError.isInstance(failure)).toBe(true)
  await tutti.close()
  await expect(pin({ note: 'a' })).rejects.toMatchObject({ code: 'closed', outcome: 'not-sent' })
  expect(seen).toEqual([])
})

test('the types are those of the adapter; what it does not declare is not there', async () => {
  const tutti = await openClient()
  const one = tutti.channel('one').native
  expectTypeOf(one.pin).parameter(0).toEqualTypeOf<{ readonly note: string }>()
  expectTypeOf(one.pin).returns.resolves.toEqualTypeOf<{ pinned: string; channel: string }>()
  // @ts-expect-error there is no such operation
  expect(one.unpin).toBeUndefined()
  expect('toString' in one).toBe(false)
  expect(Object.keys(tutti.channel('plain').native)).toEqual([])
  // @ts-expect-error this adapter has none
  expect(tutti.channel('plain').native.pin).toBeUndefined()
  await tutti.close()
})
