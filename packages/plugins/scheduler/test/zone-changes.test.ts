import { expect, test } from 'vitest'
import { lastingStore, minuteMs, start } from './support/start.ts'

/** What an older process has left: instants by other rules of the zone. */
async function startWithOldRules(shiftMs: number) {
  const store = lastingStore()
  const planner = await start({ store, plugin: { work: false } })
  await planner.tutti.scheduler.schedule({ id: 'zoned', text: 'zoned' }, { at: '2026-12-01T09:00[Europe/Rome]' })
  await planner.tutti.scheduler.schedule({ id: 'exact', text: 'exact' }, { at: '2026-12-01T08:00Z' })
  const { documents, due } = store.scope('default', 'scheduler')
  const stored = await documents.get<{ at: number }>('posts', 'zoned')
  const oldAt = Number(stored?.value.at) + shiftMs
  await documents.put('posts', 'zoned', { ...stored?.value, at: oldAt }, 'any')
  await documents.put('by-time', `${String(oldAt).padStart(16, '0')} zoned`, { id: 'zoned', at: oldAt }, 'absent')
  await due.add('posts', 'zoned', oldAt)
  await documents.put('zone-rules', 'derived', { version: '1996a' }, 'any')
  return { ...planner, oldAt }
}

test.each([60, -60])('new rules of a zone: the wall time stays, its new instant wins (%i minutes)', async (minutes) => {
  const { clock, store, texts, oldAt } = await startWithOldRules(minutes * minuteMs)
  const { tutti, adapter } = await start({ store, clock })
  const moved: unknown[] = []
  tutti.on('scheduler.moved', ({ scheduled, previousAt, why }) =>
    moved.push([scheduled.id, scheduled.at, previousAt, why]),
  )
  await clock.advance(1000)
  const right = Date.UTC(2026, 11, 1, 8)
  expect(moved).toEqual([['zoned', right, oldAt, 'zone-changed']])
  expect((await tutti.scheduler.list()).map(({ id, at: when }) => [id, when])).toEqual([
    ['exact', right],
    ['zoned', right],
  ])
  await clock.advance(right - clock.now() - 1)
  expect(adapter.ledger.posts).toEqual([])
  await clock.advance(1)
  expect(adapter.ledger.posts.map(({ text }) => text).sort()).toEqual(['exact', 'zoned'])
  await clock.advance(3 * 60 * minuteMs)
  expect(adapter.ledger.posts).toHaveLength(2)
  expect(texts()).toEqual([])
})

test('rules are compared once, and an older process leaves them alone', async () => {
  const { clock, store } = await startWithOldRules(minuteMs)
  const { documents } = store.scope('default', 'scheduler')
  await documents.put('zone-rules', 'derived', { version: '9999z' }, 'any')
  const { tutti } = await start({ store, clock })
  const moved: unknown[] = []
  tutti.on('scheduler.moved', (event) => moved.push(event))
  await clock.advance(minuteMs)
  expect(moved).toEqual([])
  expect(await documents.get('zone-rules', 'derived')).toMatchObject({ value: { version: '9999z' } })
})
