import { fork } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import type { ListenJob, ListenMessage } from './children/listen.ts'
import { serveEvents } from './event-server.ts'

const total = 100_000
const pauseAfter = 10_000
const maxGrowthBytes = 4 * 1024 * 1024

async function listenTo(way: ListenJob['way']) {
  const server = await serveEvents({ total, cutAfter: [30_000, 70_000] })
  onTestFinished(() => server.close())
  const job: ListenJob = { url: server.url, way, total, pauseAfter, pauseMs: 400 }
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
  await wait(150)
  const sentEarly = server.lastSent
  await wait(150)
  const sentLater = server.lastSent
  return { server, sentEarly, sentLater, done: await done }
}

/** Everything came once and in order, whatever happened meanwhile, and memory did not grow with it. */
function expectWhole({ count, firstWrong, usedBytes }: Extract<ListenMessage, { kind: 'done' }>) {
  expect({ count, firstWrong }).toEqual({ count: total, firstWrong: undefined })
  expect(Math.max(...usedBytes) - (usedBytes[0] as number)).toBeLessThan(maxGrowthBytes)
}

test('100 000 server-sent events: flat memory, two losses made good; a slow reader holds the platform back', {
  timeout: 60_000,
}, async () => {
  const { server, sentEarly, sentLater, done } = await listenTo('events')
  expectWhole(done)
  expect(sentLater, 'nothing is sent while nobody takes').toBe(sentEarly)
  expect(sentLater).toBeLessThan(30_000)
  expect(done.interruptions).toEqual(['connection-lost', 'connection-lost'])
  expect(server.connections).toEqual([0, 30_000, 70_000])
})

test('100 000 frames of a WebSocket: the same; for a slow reader it is closed and opened again behind the last item', {
  timeout: 60_000,
}, async () => {
  const { server, sentEarly, sentLater, done } = await listenTo('socket')
  expectWhole(done)
  expect(sentLater, 'nothing is sent to a socket that is closed').toBe(sentEarly)
  expect(done.interruptions).toContain('stream-overrun')
  expect(done.interruptions.filter((code) => code === 'connection-lost')).toHaveLength(2)
  expect(server.connections).toHaveLength(done.interruptions.length + 1)
})
