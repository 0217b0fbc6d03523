import { fakeAdapter } from '@tutti/testing'
import { expect, test } from 'vitest'
import { createTutti } from '../../src/index.ts'
import { silent } from './support/world.ts'

test('a post goes out once, and publishing the same id again returns what is there', async () => {
  const adapter = fakeAdapter()
  const tutti = await createTutti({ channels: { one: adapter.channel({ name: 'one' }) }, log: silent })
  const post = tutti.post({ id: 'p1', text: 'Hello' })
  const first = await tutti.publish(post)
  const again = await tutti.publish(post)
  await tutti.close()

  expect(first.deliveries.one).toMatchObject({
    state: 'published',
    parts: [{ state: 'published', confirmedBy: 'answer' }],
  })
  expect(again.deliveries.one).toEqual(first.deliveries.one)
  expect(adapter.ledger.posts).toHaveLength(1)
})
