import { defineEvent, pluginError } from '@tutti/model'
import { expect, test } from 'vitest'
import { EventHub } from '../src/events/event-hub.ts'

const rang = defineEvent<number>()('bell.rang')

function setUp() {
  const logged: string[] = []
  const log = { debug: () => {}, info: () => {}, warn: (line: string) => void logged.push(line) }
  return { events: new EventHub(log), logged }
}

test('a listener that throws or rejects stops nobody and is reported', async () => {
  const { events } = setUp()
  const heard: unknown[] = []
  events.on(pluginError.name, ({ plugin, where, error }: never) => heard.push([plugin, where, (error as Error).name]))
  events.on(
    'bell.rang',
    () => {
      throw new Error('x')
    },
    'careless',
  )
  events.on(
    'bell.rang',
    async () => {
      throw new Error('y')
    },
    'hasty',
  )
  events.on('bell.rang', (count: never) => heard.push(count))
  events.emit(rang, 3)
  await new Promise((resolve) => setImmediate(resolve))
  expect(heard).toEqual([
    ['careless', 'listener of bell.rang', 'PluginError'],
    3,
    ['hasty', 'listener of bell.rang', 'PluginError'],
  ])
})

test('a failing listener of plugin.error is logged instead of calling itself', async () => {
  const { events, logged } = setUp()
  events.on(pluginError.name, () => {
    throw new Error('x')
  })
  events.on(pluginError.name, async () => {
    throw new Error('x')
  })
  events.report('p', 'close', new Error('first'))
  await new Promise((resolve) => setImmediate(resolve))
  expect(logged).toHaveLength(2)
})

test('a report says who and where, and keeps the text of foreign errors out', () => {
  const { events } = setUp()
  let heard: unknown
  events.on(pluginError.name, (payload: never) => {
    heard = payload
  })
  events.report('p', 'close', new TypeError('token=canary'))
  expect(heard).toMatchObject({ plugin: 'p', where: 'close', error: { code: 'hook-failed' } })
  expect(JSON.stringify(heard)).not.toContain('canary')
})

test('listeners leave by their undo, by off, and by themselves after once', () => {
  const { events } = setUp()
  const heard: string[] = []
  const listener = (): void => void heard.push('off')
  const undo = events.on('bell.rang', () => heard.push('undo'))
  events.on('bell.rang', listener)
  events.once('bell.rang', () => heard.push('once'))
  events.emit(rang, 1)
  undo()
  undo()
  events.off('bell.rang', listener)
  events.off('bell.rang', listener)
  events.emit(rang, 2)
  expect(heard).toEqual(['undo', 'off', 'once'])
})
