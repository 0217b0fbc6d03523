import { exitCodes } from '@tutti/cli'
import { describe, expect, test } from 'vitest'
import { openPlatforms, runTutti } from './harness.ts'

interface Planned {
  readonly posts: readonly { readonly id: string; readonly state: string; readonly wallTime: string }[]
  readonly pauses: readonly { readonly scope: object; readonly reason: string }[]
}

// Far enough ahead to stay ahead, and by zone: New York's clocks skip 02:30 on 2031-03-09.
const schedule = (id: string, at: string, ...more: string[]) => [
  'schedule',
  `Bread ${id}`,
  '--id',
  id,
  '--at',
  at,
  ...more,
]

describe('planning', () => {
  test('what is scheduled stands in the queue and on the wall, moves, and is cancelled', async () => {
    const { fedi, run } = await openPlatforms()
    const first = await run(schedule('one', '2031-03-08T09:00[Europe/Rome]', '--to', 'fedi', '--campaign', 'spring'))
    expect(first.exitCode).toBe(exitCodes.ok)
    expect(first.stdout).toMatch(/^2031-03-08 09:00 Europe\/Rome +scheduled +fedi +one +Bread one$/m)
    expect(first.stderr).toContain('tutti run')

    const skipped = await run(schedule('two', '2031-03-09T02:30[America/New_York]'))
    expect(skipped.stdout).toContain('(gap)')
    expect(skipped.stdout).toContain('the clocks skip this time')

    const month = await run(['calendar', '2031-03'])
    expect(month.stdout).toMatch(/^March 2031$/m)
    expect(month.stdout).toMatch(/^Mon +Tue +Wed +Thu +Fri +Sat +Sun$/m)
    expect(month.stdout).toMatch(/^ 3 +4 +5 +6 +7 +8 +9$/m)
    expect(month.stdout).toMatch(/^ +09:00 +02:30$/m)
    expect((await run(['calendar', '2031-03', '--campaign', 'spring', '--json'])).json<Planned>().posts).toMatchObject([
      { id: 'one' },
    ])

    const moved = await run(['reschedule', 'one', '--at', '2031-04-01T10:00[Europe/Rome]', '--by', 'ada'])
    expect(moved.stdout).toMatch(/^2031-04-01 10:00/m)
    expect((await run(['calendar', '2031-03', '--json'])).json<Planned>().posts).toMatchObject([{ id: 'two' }])

    expect((await run(['cancel', 'two'])).stdout).toMatch(/cancelled/)
    const queue = await run(['queue', '--days', '3000', '--json'])
    expect(queue.json<Planned>().posts).toMatchObject([{ id: 'one', state: 'scheduled' }])
    expect(await fedi.standingPosts()).toEqual([])
  })

  test('the brake: one scope, with a reason, seen in the queue until it is let go', async () => {
    const { run } = await openPlatforms()
    expect((await run(['pause', '--reason', 'a fire'])).exitCode).toBe(exitCodes.usage)
    expect((await run(['pause', '--everything', '--channel', 'sky', '--reason', 'a fire'])).exitCode).toBe(
      exitCodes.usage,
    )
    const paused = await run(['pause', '--everything', '--reason', 'a fire', '--by', 'ada'])
    expect(paused.exitCode).toBe(exitCodes.ok)
    expect(paused.stdout).toContain('Paused: everything')
    expect((await run(['queue'])).stdout).toMatch(/^Paused: everything, because: a fire$/m)
    expect((await run(['queue', '--json'])).json<Planned>().pauses).toMatchObject([{ reason: 'a fire' }])

    expect((await run(['resume', '--channel', 'sky'])).exitCode).toBe(exitCodes.notFound)
    expect((await run(['resume', '--everything'])).exitCode).toBe(exitCodes.ok)
    expect((await run(['queue', '--json'])).json<Planned>().pauses).toEqual([])
  })

  test('a worker publishes what falls due, tells of it, and ends in good order', async () => {
    const { fedi, run } = await openPlatforms()
    const soon = new Date(Date.now() + 3000).toISOString()
    await run(schedule('soon', soon, '--to', 'fedi'))
    // Only a worker publishes: none of the other commands does.
    expect((await run(['queue'])).stderr).toContain('No worker is running')
    const ended = new AbortController()
    const working = run(['run', '--json'], { signal: ended.signal })
    await expect.poll(async () => (await fedi.standingPosts()).length, { timeout: 15_000 }).toBe(1)
    await expect.poll(async () => (await run(['attempts', 'soon'])).stdout).toMatch(/published/)
    ended.abort()
    const worked = await working
    expect(worked.exitCode).toBe(exitCodes.ok)
    expect(worked.stdout).toContain('scheduler.fired')
    expect(worked.stderr).toContain('Stopped')
    expect((await run(['retry', 'soon'])).exitCode).toBe(exitCodes.usage)
    expect((await fedi.standingPosts()).length).toBe(1)
  })

  test('retry says what came of it', async () => {
    const { fedi, run } = await openPlatforms()
    await run(schedule('refused', new Date(Date.now() + 1000).toISOString(), '--to', 'fedi'))
    fedi.platform.faults.add({ kind: 'error', committed: false, status: 422 }, { on: 'commit', times: 2 })
    const ended = new AbortController()
    const working = run(['run'], { signal: ended.signal })
    await expect.poll(async () => (await run(['attempts', 'refused'])).stdout, { timeout: 15_000 }).toMatch(/rejected/)
    ended.abort()
    await working
    expect((await run(['posts'])).stdout).toMatch(/^– .*rejected +refused/m)
    const again = await run(['retry', 'refused'])
    expect(again.stdout).toMatch(/^fedi +rejected/m)
    expect(again.exitCode).toBe(exitCodes.refused)
    const { exitCode, stdout } = await run(['retry', 'refused'])
    expect(stdout).toMatch(/^fedi +published +the platform answered +http/m)
    expect(exitCode).toBe(exitCodes.ok)
    const nothingLeft = await run(['retry', 'refused'])
    expect(nothingLeft.stderr).toContain('See its attempts')
    expect(nothingLeft.exitCode).toBe(exitCodes.usage)
  })

  test('what can’t be is refused with what to do about it', async () => {
    const { run } = await openPlatforms()
    const zoneless = await run(schedule('one', '2031-03-08T09:00'))
    expect(zoneless.exitCode).toBe(exitCodes.usage)
    expect(zoneless.stderr).toContain('2031-03-08T09:00[Europe/Rome]')
    expect((await run(schedule('one', '2020-03-08T09:00Z'))).exitCode).toBe(exitCodes.usage)
    expect((await run(['reschedule', 'none', '--at', '2031-03-08T09:00Z'])).exitCode).toBe(exitCodes.notFound)
    expect((await run(['cancel', 'none'])).exitCode).toBe(exitCodes.notFound)
    expect((await run(['calendar', '2031-13'])).stderr).toContain('2026-12')
  })

  test('a configuration without a calendar says what it lacks', async () => {
    const { run } = await openPlatforms({ plugins: [] })
    const refused = await run(['queue'])
    expect(refused.exitCode).toBe(exitCodes.usage)
    expect(refused.stderr).toContain('@tutti/scheduler')
    expect((await runTutti(['--help'])).stdout).toMatch(/^Plan:$/m)
  })
})
