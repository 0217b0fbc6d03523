import { fork } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import type { ListenJob, ListenMessage } from './children/listen.ts'
import { type EventServer, serveEvents } from './event-server.ts'

const total = 100_000
const pauseAfter = 10_000
const firstCut = 30_000
// Of some 95 MB that come by. What is in use moves by up to 3 MB, with what is under way in buffers.
const maxGrowthBytes = 8 * 1024 * 1024

/** Lets a child read everything. It pauses once, until `whilePaused` has seen what it wants to see. */
async function listenTo(way: ListenJob['way'], whilePaused: (server: EventServer) => Promise<void>) {
  const server = await serveEvents({ total, cutAfter: [firstCut, 70_000] })
  onTestFinished(() => server.close())
  const job: ListenJob = { url: server.url, way, total, pauseAfter }
  const child = fork(fileURLToPath(new URL('./children/listen.ts', import.meta.url)), [JSON.stringify(job)], {
    execArgv: ['--conditions=@tutti/source', '--disable-warning=ExperimentalWarning', '--expose-gc'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = <Kind extends ListenMessage['kind']>(kind: Kind) =>
    new Promise<Extract<ListenMessage, { kind: Kind }>>((resolve, reject) => {
      child.on('message', (message: ListenMessage) => {
        if (message.kind === kind) resolve(message as Extract<ListenMessage, { kind: Kind }>)
      })
      child.once('exit', () => reject(new Error(`the child ended without "${kind}"`)))
    })
  const done = said('done')
  done.catch(() => undefined)
  await said('paused')
  await whilePaused(server)
  child.send('go on')
  return { server, done: await done }
}

/** Waits until a number has not changed for a while. */
async function untilStill(read: () => number): Promise<void> {
  for (let last = -1; last !== read(); await wait(300)) last = read()
}

/** Everything came once and in order, whatever happened meanwhile, and memory did not grow with it. */
function expectWhole({ count, firstWrong, usedBytes }: Extract<ListenMessage, { kind: 'done' }>) {
  expect({ count, firstWrong }).toEqual({ count: total, firstWrong: undefined })
  expect(Math.max(...usedBytes) - (usedBytes[0] as number)).toBeLessThan(maxGrowthBytes)
}

test('100 000 server-sent events: flat memory, two losses made good; a slow reader holds the platform back', {
  timeout: 120_000,
}, async () => {
  const { server, done } = await listenTo('events', async (sending) => {
    await untilStill(() => sending.lastSent)
    // It would be at the place of the first cut if nothing held it.
    expect(sending.lastSent).toBeLessThan(firstCut)
    expect(sending.openCount).toBe(1)
  })
  expectWhole(done)
  expect(done.interruptions).toEqual(['connection-lost', 'connection-lost'])
  expect(server.connections).toEqual([0, 30_000, 70_000])
})

test('100 000 frames of a WebSocket: the same; for a slow reader it is closed and opened again behind the last item', {
  timeout: 120_000,
}, async () => {
  const { server, done } = await listenTo('socket', async (sending) => {
    while (sending.openCount > 0) await wait(20)
    expect(sending.lastSent).toBeLessThan(firstCut)
  })
  expectWhole(done)
  expect(done.interruptions).toContain('stream-overrun')
  expect(done.interruptions.filter((code) => code === 'connection-lost')).toHaveLength(2)
  expect(server.connections).toHaveLength(done.interruptions.length + 1)
})
