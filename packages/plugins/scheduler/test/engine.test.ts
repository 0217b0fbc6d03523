import { type Engine, EngineError } from '@tutti/core'
import { expect, test } from 'vitest'
import { at, minuteMs, start } from './support/start.ts'

const awayEngine: Engine = {
  async wake() {
    throw new EngineError({ code: 'engine-failed', message: 'the queue is away', outcome: 'not-sent' })
  },
  onWake: () => () => {},
  async close() {},
}

test('a queue that is away is told, and nothing more: the post is scheduled, and the sweep sends it', async () => {
  const { tutti, clock, texts, errors } = await start({ engine: awayEngine })
  await tutti.scheduler.schedule({ id: 'bread', text: 'Fresh bread.' }, { at: at(1 / 60) })
  expect(errors).toMatchObject([{ plugin: 'scheduler', where: 'wake-up', error: { code: 'engine-failed' } }])
  await clock.advance(2 * minuteMs)
  expect(texts()).toEqual(['Fresh bread.'])
  await tutti.scheduler.pause({ everything: true, reason: 'a test' })
  expect(await tutti.scheduler.resume({ everything: true })).toBe(true)
})

test('a client that does not work takes no wake-up from those that do', async () => {
  let listeners = 0
  const countingEngine: Engine = {
    async wake() {},
    onWake() {
      listeners += 1
      return () => {
        listeners -= 1
      }
    },
    async close() {},
  }
  const { tutti } = await start({ engine: countingEngine, plugin: { work: false } })
  expect(listeners).toBe(0)
  const stop = new AbortController()
  const running = tutti.scheduler.run({ signal: stop.signal })
  expect(listeners).toBe(1)
  stop.abort()
  await running
  expect(listeners).toBe(0)
})
