import { defineHook, type HookUse, PluginError } from '@tutti/model'
import { virtualClock } from '@tutti/testing'
import { expect, test } from 'vitest'
import { HookRegistry } from '../src/hooks/hook-registry.ts'

const change = defineHook<string>()('waterfall', 'test.change')
const guard = defineHook<string>()('guard', 'test.guard')
const around = defineHook<string, string>()('around', 'test.around')
const notify = defineHook<string>()('notify', 'test.notify')

function setUp(...uses: readonly HookUse[]) {
  const clock = virtualClock()
  const reports: { plugin: string; where: string; error: unknown }[] = []
  const report = (plugin: string, where: string, error: unknown) => void reports.push({ plugin, where, error })
  const hooks = new HookRegistry({ clock, timeoutMs: 1000, report })
  for (const [index, hookUse] of uses.entries()) hooks.use(`p${index}`, hookUse)
  return { clock, hooks, reports }
}

/** A promise that never settles. */
const hang = () => new Promise<never>(() => {})

async function caught(run: () => unknown): Promise<unknown> {
  try {
    await run()
  } catch (error) {
    return error
  }
  throw new Error('it did not throw')
}

test('a hook that nobody uses answers at once', () => {
  const { hooks } = setUp()
  expect(hooks.has(change)).toBe(false)
  expect(hooks.runWaterfall(change, 'a')).toBe('a')
  expect(hooks.runGuard(guard, 'a')).toBeUndefined()
  expect(hooks.runAround(around, 'a', (input) => input)).toBe('a')
  expect(hooks.runNotify(notify, 'a')).toBeUndefined()
})

test('handlers run by their order, then by their registration, without promises where none is given', () => {
  const add = (letter: string) => (value: string) => value + letter
  const { hooks } = setUp(
    change.use(add('c'), { order: 'post' }),
    change.use(add('b')),
    change.use(add('a'), { order: 'pre' }),
    change.use(() => undefined),
    change.use(add('B')),
    change.use(add('A'), { order: 'pre' }),
  )
  expect(hooks.runWaterfall(change, '')).toBe('aAbBc')
})

test('synchronous and asynchronous handlers mix in every place', async () => {
  const sync = change.use((value) => `${value}s`)
  const async = change.use(async (value) => `${value}a`)
  const nothing = change.use(async () => {})
  const { hooks } = setUp(sync, async, nothing, sync, async)
  expect(await hooks.runWaterfall(change, '')).toBe('sasa')
})

test('a registration can be taken back, also while the hook runs', async () => {
  const { hooks } = setUp()
  const seen: string[] = []
  const undos = ['a', 'b'].map((name) =>
    hooks.use(
      name,
      notify.use(async () => {
        seen.push(name)
        for (const undo of undos) undo()
      }),
    ),
  )
  await hooks.runNotify(notify, '')
  expect(seen).toEqual(['a', 'b'])
  expect(hooks.has(notify)).toBe(false)
})

test('a name belongs to one kind of hook', () => {
  const { hooks } = setUp(change.use(() => 'x'))
  const other = defineHook<string>()('notify', 'test.change')
  expect(() =>
    hooks.use(
      'late',
      other.use(() => {}),
    ),
  ).toThrow(/waterfall hook/)
})

test.each([
  [
    'throws',
    () => {
      throw new Error('secret')
    },
  ],
  [
    'rejects',
    async () => {
      throw new Error('secret')
    },
  ],
])('a waterfall that %s fails the operation, with the plugin named and its text kept out', async (_, handler) => {
  const { hooks } = setUp(change.use(handler))
  const error = await caught(() => hooks.runWaterfall(change, 'a'))
  expect(error).toMatchObject({ code: 'hook-failed', cause: { message: 'secret' } })
  expect(JSON.stringify(error)).not.toContain('secret')
  expect(JSON.stringify(error)).toContain('"p0\\"')
})

test('a waterfall that hangs fails after its time, and its late answer is ignored', async () => {
  let finish = (_: string): void => {}
  const late = () =>
    new Promise<string>((resolve) => {
      finish = resolve
    })
  const after: string[] = []
  const { hooks, clock } = setUp(
    change.use(late),
    change.use((value) => void after.push(value)),
  )
  const run = caught(() => hooks.runWaterfall(change, 'a'))
  await clock.advance(1000)
  expect(await run).toMatchObject({ code: 'hook-timeout' })
  finish('late')
  await clock.advance(0)
  expect(after).toEqual([])
})

test('a handler may set its own time', async () => {
  const { hooks, clock } = setUp(change.use(hang, { timeoutMs: 10 }))
  const run = caught(() => hooks.runWaterfall(change, 'a'))
  await clock.advance(10)
  expect(await run).toMatchObject({ code: 'hook-timeout', message: expect.stringContaining('10 ms') })
})

test('many runs share one timer, each with its own deadline', async () => {
  const { hooks, clock } = setUp(change.use(hang))
  const ended: number[] = []
  const start = clock.now()
  const begin = (id: number) =>
    caught(() => hooks.runWaterfall(change, '')).then(() => ended.push(id, clock.now() - start))
  begin(1)
  await clock.advance(400)
  begin(2)
  expect(clock.pendingCount).toBe(1)
  await clock.advance(2000)
  expect(ended).toEqual([1, 1000, 2, 1400])
  expect(clock.pendingCount).toBe(0)
})

test('the first denial stops the others', async () => {
  const asked: number[] = []
  const { hooks } = setUp(
    guard.use(async () => void asked.push(0)),
    guard.use(() => ({ deny: 'no links' })),
    guard.use(() => void asked.push(2)),
  )
  expect(await hooks.runGuard(guard, 'a')).toEqual({ deny: 'no links', plugin: 'p1', code: 'guard-denied' })
  expect(asked).toEqual([0])
})

test.each([
  [
    'throws',
    () => {
      throw new Error('broken')
    },
  ],
  [
    'rejects',
    async () => {
      throw new Error('broken')
    },
  ],
  ['answers true', () => true as never],
  ['answers a promise of null', async () => null as never],
])('a guard that %s denies', async (_, handler) => {
  const { hooks, reports } = setUp(guard.use(handler))
  expect(await hooks.runGuard(guard, 'a')).toMatchObject({ code: 'guard-failed', plugin: 'p0' })
  expect(reports).toHaveLength(1)
})

test('a guard that was overtaken by a sleep of the machine gets its time anew', async () => {
  const clock = virtualClock()
  let sleptMs = 0
  const now = () => clock.now() + sleptMs
  const hooks = new HookRegistry({ clock: { ...clock, now }, timeoutMs: 1000, report: () => {} })
  const answer = Promise.withResolvers<undefined>()
  hooks.use(
    'p0',
    guard.use(() => answer.promise),
  )
  const run = Promise.resolve(hooks.runGuard(guard, 'a'))
  await clock.advance(500)
  sleptMs = 65_000
  // The timer ends before anything else happens.
  await clock.advance(500)
  answer.resolve(undefined)
  expect(await run).toBeUndefined()
})

test('a guard that hangs denies', async () => {
  const { hooks, clock } = setUp(guard.use(hang))
  const run = Promise.resolve(hooks.runGuard(guard, 'a'))
  await clock.advance(1000)
  expect(await run).toMatchObject({ code: 'guard-failed', cause: { code: 'hook-timeout' } })
})

test('the first around handler is the outermost one', () => {
  const wrap = (letter: string) => around.use((input, next) => `${letter}(${next(`${input}${letter}`) as string})`)
  const { hooks } = setUp(wrap('a'), wrap('b'))
  expect(hooks.runAround(around, '', (input) => input)).toBe('a(b(ab))')
})

test('an around handler that throws propagates its own error', async () => {
  const error = new Error('mine')
  const { hooks } = setUp(
    around.use(() => {
      throw error
    }),
  )
  expect(await caught(() => hooks.runAround(around, '', (input) => input))).toBe(error)
})

test('next can be called once, and not after the end', async () => {
  let leaked: (() => unknown) | undefined
  let runs = 0
  const twice = around.use(async (_, next) => {
    await next()
    return next()
  })
  const inner = async (input: string) => {
    runs += 1
    return input
  }
  expect(await caught(() => setUp(twice).hooks.runAround(around, '', inner))).toMatchObject({
    code: 'next-called-twice',
    outcome: 'unknown',
  })
  const leaking = around.use(async (input, next) => {
    leaked = next
    return input
  })
  await setUp(leaking).hooks.runAround(around, '', inner)
  expect(await caught(() => leaked?.())).toMatchObject({ code: 'hook-failed' })
  expect(runs).toBe(1)
})

test('the time of an around handler stands still while next runs', async () => {
  const { hooks, clock } = setUp(around.use(async (_, next) => next()))
  const run = hooks.runAround(around, '', async (input) => {
    await clock.sleep(5000)
    return `${input}done`
  })
  await clock.advance(5000)
  expect(await run).toBe('done')
  hooks.close()
  expect(clock.pendingCount).toBe(0)
})

test('an around handler that hangs before or behind next times out, and can then do nothing more', async () => {
  let leaked: (() => unknown) | undefined
  const before = setUp(
    around.use((_, next) => {
      leaked = next
      return hang()
    }),
  )
  const first = caught(() => before.hooks.runAround(around, '', (input) => input))
  await before.clock.advance(1000)
  expect(await first).toMatchObject({ code: 'hook-timeout' })
  expect(await caught(() => leaked?.())).toMatchObject({ code: 'hook-failed' })
  const behind = setUp(
    around.use(async (_, next) => {
      await next()
      return hang()
    }),
  )
  const second = caught(() => behind.hooks.runAround(around, '', async (input) => input))
  await behind.clock.advance(1000)
  expect(await second).toMatchObject({ code: 'hook-timeout' })
})

test('a failure that a handler does not wait for crashes nothing', async () => {
  const { hooks } = setUp(
    around.use((input, next) => {
      void next()
      return input
    }),
  )
  const failing = async (): Promise<string> => {
    throw new PluginError({ code: 'hook-failed', message: 'inner' })
  }
  expect(hooks.runAround(around, 'a', failing)).toBe('a')
  // vitest fails the run on an unhandled rejection.
  await new Promise((resolve) => setImmediate(resolve))
})

test('everybody is told, whatever the others do', async () => {
  const told: number[] = []
  const { hooks, clock, reports } = setUp(
    notify.use(() => {
      throw new Error('0')
    }),
    notify.use(async () => {
      throw new Error('1')
    }),
    notify.use(hang),
    notify.use(async () => void told.push(3)),
    notify.use(() => void told.push(4)),
  )
  const run = Promise.resolve(hooks.runNotify(notify, 'a'))
  await clock.advance(1000)
  await run
  expect(told).toEqual([3, 4])
  expect(reports.map(({ plugin }) => plugin)).toEqual(['p0', 'p1', 'p2'])
})
