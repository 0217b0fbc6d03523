import { PlatformError, type PostRef, RejectedError, TransportError, type TuttiError } from '@tutti/model'
import { virtualClock } from '@tutti/testing'
import { expect, test } from 'vitest'
import { createTutti, memoryStore } from '../src/index.ts'
import { sampleAdapter } from './sample-adapter.ts'

const post: PostRef = { v: 1, kind: 'post', platform: 'sample', id: '1' }
const quiet = { debug: () => {}, info: () => {}, warn: () => {} }

async function setUp() {
  const clock = virtualClock()
  const state = { calls: 0, error: undefined as TuttiError | undefined, hold: undefined as Promise<void> | undefined }
  const adapter = sampleAdapter({
    deletePost: async () => {
      state.calls += 1
      await state.hold
      if (state.error) throw state.error
      return { state: 'deleted', warnings: [], raw: {} }
    },
  })
  const store = memoryStore()
  // Another client of the same store keeps it open over a restart.
  const open = () => createTutti({ channels: { one: adapter.channel({ accessToken: 'x' }) }, store, clock, log: quiet })
  const down = () => new PlatformError({ code: 'server-error', message: 'down', status: 503, outcome: 'unknown' })
  const keeper = await open()
  const tutti = await open()
  const call = (client = tutti) =>
    client
      .channel('one')
      .deletePost({ post })
      .then(
        () => 'done',
        ({ code }: TuttiError) => code,
      )
  const fail = async (times: number) => {
    state.error = down()
    for (let time = 0; time < times; time++) await call()
  }
  return { clock, state, tutti, keeper, open, call, fail, down }
}

test('a channel that fails again and again rests, and says how long', async () => {
  const { state, tutti, call, fail } = await setUp()
  const warnings: string[] = []
  tutti.on('warning.raised', ({ code }) => warnings.push(code))
  await fail(10)
  expect(warnings).toEqual(['circuit-open'])
  expect(await call()).toBe('circuit-open')
  const error: TuttiError = await tutti
    .channel('one')
    .deletePost({ post })
    .catch((caught) => caught)
  expect(error).toMatchObject({ code: 'circuit-open', retryAfterMs: 30_000, outcome: 'not-sent', channel: 'one' })
  expect(state.calls).toBe(10)
})

test('answers in between, also refusals, show that the platform is there', async () => {
  const { state, call, fail } = await setUp()
  await fail(9)
  state.error = new RejectedError({ code: 'forbidden', message: 'no', outcome: 'rejected' })
  expect(await call()).toBe('forbidden')
  await fail(9)
  state.error = undefined
  expect(await call()).toBe('done')
})

test('after the rest one call goes through; when it succeeds, all do', async () => {
  const { clock, state, call, fail } = await setUp()
  await fail(10)
  await clock.advance(30_000)
  let release = (): void => {}
  state.error = undefined
  state.hold = new Promise((resolve) => {
    release = resolve
  })
  const probe = call()
  await clock.advance(0)
  expect(await call()).toBe('circuit-open')
  release()
  expect(await probe).toBe('done')
  expect(await call()).toBe('done')
  expect(state.calls).toBe(12)
})

test('when it fails, the rest is twice as long', async () => {
  const { clock, state, call, fail } = await setUp()
  await fail(10)
  await clock.advance(30_000)
  expect(await call()).toBe('server-error')
  await clock.advance(59_999)
  expect(await call()).toBe('circuit-open')
  await clock.advance(1)
  expect(await call()).toBe('server-error')
  expect(state.calls).toBe(12)
})

test('the rest survives a restart, and several processes send one probe', async () => {
  const { clock, state, tutti, open, call, fail } = await setUp()
  await fail(10)
  await tutti.close()
  const clients = [await open(), await open(), await open()]
  for (const client of clients) expect(await call(client)).toBe('circuit-open')
  await clock.advance(30_000)
  let release = (): void => {}
  state.hold = new Promise((resolve) => {
    release = resolve
  })
  state.error = undefined
  const probes = clients.map((client) => call(client))
  await clock.advance(0)
  expect(state.calls).toBe(11)
  release()
  expect((await Promise.all(probes)).toSorted()).toEqual(['circuit-open', 'circuit-open', 'done'])
  for (const client of clients) {
    await clock.advance(1_000)
    expect(await call(client)).toBe('done')
  }
})

test('a probe that is called off leaves the rest to the next one', async () => {
  const { clock, state, tutti, call, fail } = await setUp()
  await fail(10)
  await clock.advance(30_000)
  state.error = new TransportError({ code: 'aborted', message: 'called off', outcome: 'unknown' })
  expect(await call(tutti)).toBe('aborted')
  state.error = undefined
  expect(await call()).toBe('done')
})
