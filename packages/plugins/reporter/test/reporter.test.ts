import { createError, createTutti, memoryStore } from '@tutti/core'
import { fakeAdapter, virtualClock } from '@tutti/testing'
import { expect, onTestFinished, test } from 'vitest'
import { reporter } from '../src/index.ts'

async function start() {
  const clock = virtualClock()
  const adapter = fakeAdapter({ now: () => clock.now() })
  const tutti = await createTutti({
    clock,
    store: memoryStore(),
    channels: { shop: adapter.channel({ name: 'bakery' }) },
    plugins: [reporter()],
  })
  onTestFinished(() => tutti.close())
  return { tutti, clock, ledger: adapter.ledger }
}

test('published posts are measured over time and reported with their words', async () => {
  const { tutti, clock, ledger } = await start()
  const { deliveries } = await tutti.publish({ text: 'lemon cake' })
  const post = deliveries.shop.parts[0]?.ref
  if (!post) throw new Error('it must be published')
  for (const author of ['ada', 'ben', 'cleo']) {
    await tutti.reporter.collect()
    ledger.react({ post, author })
    await clock.advance(60_000)
  }
  await tutti.reporter.collect()
  const series = await tutti.reporter.series({ channel: 'shop', post, metric: 'reactions' })
  expect(series.map(({ value }) => value)).toEqual([0, 1, 2, 3])
  expect(await tutti.reporter.markdown({ title: 'Cakes' })).toMatch(/\| shop \| .*lemon cake.* \| 3 \(\+3\) ▁▃▆█ \|/)
  const { posts } = await tutti.reporter.data({ from: clock.now() })
  expect(posts[0]?.metrics.find(({ metric }) => metric === 'reactions')?.samples).toHaveLength(1)
  expect((await tutti.reporter.csv()).split('\r\n').length).toBeGreaterThan(5)
})

test('the parts of a thread are reported in their order', async () => {
  const { tutti } = await start()
  const texts = Array.from({ length: 12 }, (_, index) => `part ${index + 1}`)
  const [text = '', ...thread] = texts
  await tutti.publish({ text, thread: thread.map((part) => ({ text: part })) })
  await tutti.reporter.collect()
  expect((await tutti.reporter.data()).posts.map(({ post }) => post.text)).toEqual(texts)
})

test('a platform that fails leaves a hole with its reason, not a zero, and a warning', async () => {
  const { tutti, ledger } = await start()
  await tutti.publish({ text: 'cake' })
  ledger.failNext('fetchPostMetrics', createError({ code: 'server-error', message: 'down', outcome: 'unknown' }))
  const { samples, warnings } = await tutti.reporter.collect()
  expect(warnings).toMatchObject([{ code: 'server-error', path: 'shop' }])
  expect(samples.every(({ value, missing }) => value === undefined && missing === 'failed')).toBe(true)
  expect(await tutti.reporter.markdown()).toContain('— (failed)')
})

test('only what was asked for is measured', async () => {
  const { tutti, ledger, clock } = await start()
  await tutti.publish({ text: 'old' })
  await clock.advance(1000)
  const { deliveries } = await tutti.publish({ text: 'new' })
  const subjects = async (input: Parameters<typeof tutti.reporter.collect>[0]) => [
    ...new Set((await tutti.reporter.collect(input)).samples.map(({ subject }) => subject.id)),
  ]
  expect(await subjects({ since: clock.now() })).toEqual([deliveries.shop.parts[0]?.ref?.id])
  expect(await subjects({ channels: [] })).toEqual([])
  const elsewhere = ledger.post({ text: 'by hand' })
  expect(await subjects({ posts: [{ channel: 'shop', ref: elsewhere }] })).toEqual([elsewhere.id])
})

test('wrong input is refused with its place', async () => {
  const { tutti } = await start()
  expect(() => reporter({ enable: true } as never)).toThrow(
    expect.objectContaining({ code: 'invalid-options', path: 'reporter.enable' }),
  )
  await expect(tutti.reporter.markdown({ form: 1 } as never)).rejects.toMatchObject({
    code: 'invalid-input',
    path: 'report.form',
  })
})
