import type { Store } from '@tutti/core'
import type { VirtualClock } from '@tutti/testing'
import { virtualClock } from '@tutti/testing'
import { expect, test } from 'vitest'
import { at, lastingStore, minuteMs, start, startMs } from './support/start.ts'

/** A store that takes its time over claims that find something. */
function slowStore(clock: VirtualClock, delayMs: number): Store {
  const store = lastingStore()
  return {
    ...store,
    scope(tenant, owner) {
      const scope = store.scope(tenant, owner)
      const { due } = scope
      const claim: typeof due.claim = due.claim.bind(due)
      due.claim = async (queue, options) => {
        const leases = await claim(queue, options)
        if (leases.length > 0) await clock.sleep(delayMs)
        return leases
      }
      return scope
    },
  }
}

test('what falls due while others are claimed does not wait for the sweep', async () => {
  const clock = virtualClock({ startMs })
  const store = slowStore(clock, 200)
  const { tutti, texts } = await start({ clock, store, plugin: { sweepEveryMs: 5 * minuteMs } })
  // Planned ahead: no wake-up announces them.
  await tutti.scheduler.schedule({ id: 'first', text: 'first' }, { at: at(7) })
  await tutti.scheduler.schedule({ id: 'second', text: 'second' }, { at: at(7 + 0.1 / 60) })
  await clock.advance(7 * minuteMs + 1000)
  expect(texts()).toEqual(['first', 'second'])
})
