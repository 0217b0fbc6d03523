import { type StreamItem, type StreamTopic, TuttiError, UnsupportedOperationError } from '@tutti/model'
import { describe, expect, type TestContext, test } from 'vitest'
import { type AdapterFake, isFake } from '../../platform/platform-under-test.ts'
import { type Harness, type Listening, printError } from './harness.ts'
import { idOf, prepareSeed, type Seed, topics } from './stream-seeds.ts'
import { until, untilOrOver, within } from './wait.ts'

/** What comes is told while it comes; behind a cursor nothing is lost and nothing told twice; every end is a clean one. */
export function describeStreams(harness: Harness): void {
  const { platform } = harness.options

  test('offers at least one topic', async () => {
    const offered = await Promise.all(topics.map((topic) => isOffered(harness, topic)))
    expect(offered).toContain(true)
  })

  describe.each(topics)('$kind', (topic) => {
    /** Skips the test where the adapter lacks the topic. */
    const start = async ({ skip }: TestContext): Promise<Seed> => {
      if (topic.kind === 'home' && !harness.adapter.operations.followProfile) return skip()
      if (!(await isOffered(harness, topic))) return skip()
      return prepareSeed(harness, topic)
    }

    test('tells what happens while it happens', async (context) => {
      const seed = await start(context)
      const { item, id } = await firstItem(harness, topic, seed)
      expect(idOf(item)).toBe(id)
      expect(item.kind).toBe(topic.kind === 'interactions' ? 'interaction' : 'post')
      expect(JSON.parse(JSON.stringify(item.cursor ?? null))).toBe(item.cursor ?? null)
    })

    test('goes on behind a cursor, without loss or repeat', async (context) => {
      const seed = await start(context)
      const { item } = await firstItem(harness, topic, seed)
      if (item.cursor === undefined) return context.skip()
      const wanted: string[] = []
      for (let count = 0; count < 5; count += 1) wanted.push(await seed())
      // Where faults can be injected, the connection is lost after one item, after two …
      const breakNext = (count: number) => isFake(platform) && platform.platform.streams.cutNextAfter(count)
      expect(await collect(harness, topic, item.cursor, wanted, breakNext)).toEqual(wanted)
    })

    test('an aborted signal ends it at once; leaving it closes the connection', async (context) => {
      const seed = await start(context)
      const controller = new AbortController()
      const listening = harness.listen({ topic }, { signal: controller.signal })
      const waiting = settled(listening.next())
      await until(() => listening.isOpen)
      controller.abort()
      const { error, done } = await within(waiting, 'the wait ends')
      if (!done) expect(error, printError(error)).toMatchObject({ code: 'aborted' })
      expect(listening.waitingTimers, 'no timer is left behind').toBe(0)
      await firstItem(harness, topic, seed)
      if (isFake(platform)) await until(() => platform.platform.streams.openCount === 0)
    })

    if (isFake(platform)) describeFaults(harness, platform, topic, start)
  })
}

function describeFaults(
  harness: Harness,
  { platform }: AdapterFake,
  topic: StreamTopic,
  start: (context: TestContext) => Promise<Seed>,
): void {
  test('an event that can’t be read is skipped, with a line in the log', async (context) => {
    const seed = await start(context)
    const listening = harness.listen({ topic })
    const waiting = listening.next()
    await until(() => listening.isOpen)
    platform.streams.garbleNext()
    await seed()
    await untilOrOver(() => listening.logged.length > 0, waiting)
    const id = await seed()
    const { value } = await within(waiting, 'the event after it arrives')
    expect(idOf(value)).toBe(id)
    await listening.stop()
  })

  test('a lost connection is an error that may go better the next time, or a plain end', async (context) => {
    const seed = await start(context)
    const listening = harness.listen({ topic })
    const waiting = settled(listening.next())
    await until(() => listening.isOpen)
    platform.streams.drop()
    const { error, done } = await within(waiting, 'the loss is noticed')
    if (!done) expect(error, printError(error)).toMatchObject({ retryable: true })
    await firstItem(harness, topic, seed)
  })

  test.for([
    [503, 'server-error'],
    [429, 'rate-limited'],
  ] as const)('a platform that answers %i: %s, and nothing is retried', async ([status, code], context) => {
    await start(context)
    platform.faults.add({ kind: 'error', committed: false, status }, { times: Number.POSITIVE_INFINITY })
    const before = platform.requests.length
    const { error } = await settled(harness.listen({ topic }).next())
    expect(TuttiError.isInstance(error), printError(error)).toBe(true)
    // Why a socket does not open is not told.
    expect(error).toMatchObject({ code: expect.stringMatching(`^(?:${code}|not-sent)$`), retryable: true })
    expect(platform.requests.length).toBe(before + 1)
    const shown = platform.requests.slice(before).map(({ path, query, body }) => `${path}?${query} ${body}`)
    for (const secret of harness.secrets) expect(shown.join('\n')).not.toContain(secret)
  })
}

/** Starts to listen and makes something happen. @returns the first item, and the id that it must be about */
async function firstItem(harness: Harness, topic: StreamTopic, seed: Seed): Promise<{ item: StreamItem; id: string }> {
  const listening = harness.listen({ topic })
  const waiting = listening.next()
  await until(() => listening.isOpen)
  const id = await seed()
  const { value, done } = await within(waiting, 'what happened is told')
  expect(done, 'the stream goes on').not.toBe(true)
  await listening.stop()
  return { item: value, id }
}

const maxConnections = 20

/** Everything behind a cursor that is of interest, over as many connections as it takes. */
async function collect(
  harness: Harness,
  topic: StreamTopic,
  first: string,
  wanted: readonly string[],
  beforeConnection: (count: number) => unknown,
): Promise<readonly string[]> {
  const seen: string[] = []
  let cursor = first
  for (let count = 1; count <= maxConnections && seen.at(-1) !== wanted.at(-1); count += 1) {
    beforeConnection(count)
    const listening = harness.listen({ topic, cursor })
    for (;;) {
      const { error, value } = await within(settled(listening.next()), 'what came meanwhile is told')
      if (error !== undefined) expect(error, printError(error)).toMatchObject({ retryable: true })
      if (value === undefined) break
      cursor = value.cursor ?? cursor
      if (wanted.includes(idOf(value))) seen.push(idOf(value))
      if (idOf(value) === wanted.at(-1)) break
    }
    await listening.stop()
  }
  return seen
}

interface Settled {
  readonly value?: StreamItem | undefined
  readonly done?: boolean | undefined
  readonly error?: unknown
}

const settled = (next: ReturnType<Listening['next']>): Promise<Settled> =>
  next.then(
    ({ value, done }) => (done ? { done } : { value }),
    (error: unknown) => ({ error }),
  )

async function isOffered(harness: Harness, topic: StreamTopic): Promise<boolean> {
  const controller = new AbortController()
  const listening = harness.listen({ topic }, { signal: controller.signal })
  let end: Settled | undefined
  const waiting = settled(listening.next()).then((settledAs) => {
    end = settledAs
  })
  await until(() => listening.isOpen || end !== undefined)
  controller.abort()
  await within(waiting, 'the wait ends')
  return !UnsupportedOperationError.isInstance(end?.error)
}
