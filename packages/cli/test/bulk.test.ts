import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodes } from '@tutti/cli'
import { scheduler } from '@tutti/scheduler'
import { describe, expect, test } from 'vitest'
import { makeFolder, openPlatforms } from './harness.ts'

const rows = (...lines: string[]) => ['id,at,text,channels', ...lines, ''].join('\n')
const good = rows(
  'one,2031-03-08T09:00[Europe/Rome],Bread,fedi',
  'two,2031-03-09T02:30[America/New_York],"Rolls, too",',
)

interface Report {
  readonly isImported: boolean
  readonly counts: Record<string, number>
}

async function open(plugins = [scheduler()]) {
  const platforms = await openPlatforms({ plugins: plugins as never })
  const folder = makeFolder()
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  const run: typeof platforms.run = (args, options) => platforms.run(args, { folder, ...options })
  return { ...platforms, run, folder, write, read }
}

describe('files in and out', () => {
  test('a dry run, an import, the same again, and the file comes back', async () => {
    const { run, write, read, fedi } = await open()
    write('march.csv', good)
    const dry = await run(['import', 'march.csv', '--dry-run'])
    expect(dry.exitCode).toBe(exitCodes.ok)
    expect(dry.stdout).toContain('2 to be placed, 0 there already, 0 over, 0 refused.')
    expect(dry.stderr).toContain('dry run')
    expect((await run(['queue', '--days', '3000', '--json'])).json<{ posts: object[] }>().posts).toEqual([])

    const placed = await run(['import', 'march.csv', '--by', 'ada', '--json'])
    expect(placed.json<Report>()).toMatchObject({ isImported: true, counts: { new: 2 } })
    expect((await run(['import', '-', '--format', 'csv'], { stdin: good })).stdout).toContain(
      '0 placed, 2 there already',
    )

    const written = await run(['export', 'out.csv'])
    expect(written.stdout).toContain('Written: ')
    const printed = await run(['export', '--format', 'csv'])
    expect(printed.stdout).toBe(read('out.csv'))
    expect(printed.stdout).toContain('"Rolls, too"')
    expect((await run(['export', '--json', '--channel', 'sky'])).json<object[]>()).toMatchObject([{ id: 'two' }])
    expect((await run(['export', 'calendar.ics', '--from', '2031-03-09'])).exitCode).toBe(exitCodes.ok)
    expect(read('calendar.ics').match(/BEGIN:VEVENT/g)).toHaveLength(1)

    await run(['import', '-', '--format', 'json'], { stdin: '{"id":"timeless","text":"Some day"}' })
    expect((await run(['export', '--format', 'ics'])).stderr).toContain('Left out for want of a time: 1 of the drafts')

    const other = await open()
    other.write('all.ics', (await run(['export', '--format', 'ics'])).stdout)
    expect((await other.run(['import', 'all.ics', '--drafts'])).stdout).toContain('2 placed')
    expect((await other.run(['drafts'])).stdout).toMatch(/2031-03-08 09:00 Europe\/Rome +draft +one +Bread/)
    expect(await fedi.standingPosts()).toEqual([])
  })

  test('a wrong row is told with its place and what to do, and nothing is placed', async () => {
    const { run, write } = await open()
    write('march.csv', rows('one,2031-03-08T09:00[Europe/Rome],Bread,', 'two,2031-03-08T09:00,\u001b[31mRed,'))
    const refused = await run(['import', 'march.csv'], { isTerminal: true })
    expect(refused.exitCode).toBe(exitCodes.usage)
    expect(refused.stdout).toMatch(/✗.* row 3 \(two, at\): at: "2031-03-08T09:00" names no time zone/)
    expect(refused.stdout).toContain('2031-03-08T09:00[Europe/Rome]')
    expect(refused.stdout).toContain('Nothing was placed')
    expect(refused.stdout).toContain('\u001b[31m✗\u001b[0m')
    const asJson = await run(['import', 'march.csv', '--json'])
    expect(asJson.exitCode).toBe(exitCodes.usage)
    expect(asJson.json<Report>()).toMatchObject({ isImported: false, counts: { refused: 1 } })
    // Nothing that the file says is obeyed, and no colours where no terminal is.
    expect((await run(['import', 'march.csv'])).stdout).not.toContain('\u001b')
    expect((await run(['queue', '--days', '3000', '--json'])).json<{ posts: object[] }>().posts).toEqual([])
  })

  test.each<[string, string[], number, string]>([
    ['a file that is not there', ['import', 'none.csv'], exitCodes.usage, "none.csv can't be read"],
    ['a name that says no format', ['import', 'march.xlsx'], exitCodes.usage, '--format csv, json or ics'],
    ['a format that is none', ['import', 'march.csv', '--format', 'xlsx'], exitCodes.usage, 'csv, json, ics'],
    ['a file that exists', ['export', 'there.csv'], exitCodes.usage, '--force'],
    ['a folder that does not', ['export', 'none/x.csv'], exitCodes.usage, 'folder'],
    ['JSON that is none', ['export', '--json', '--format', 'csv'], exitCodes.usage, '--json'],
    ['a time without a zone', ['export', '--from', '2031-03-08T09:00'], exitCodes.usage, '2026-12-01T08:00Z'],
  ])('%s', async (_what, args, exitCode, words) => {
    const { run, write, read } = await open()
    write('there.csv', 'mine')
    const ran = await run(args)
    expect(ran.exitCode).toBe(exitCode)
    expect(ran.stdout + ran.stderr).toContain(words)
    expect(read('there.csv')).toBe('mine')
  })

  test('a file is replaced where that is said', async () => {
    const { run, write, read, folder } = await open()
    write('there.csv', 'mine')
    expect((await run(['export', 'there.csv', '--force'])).exitCode).toBe(exitCodes.ok)
    expect(read('there.csv')).toContain('"text"')
    expect(existsSync(join(folder, 'there.csv'))).toBe(true)
  })

  test('help has examples', async () => {
    const { run } = await open()
    for (const name of ['import', 'export', 'approve']) {
      const help = await run([name, '--help'])
      expect(help.exitCode).toBe(exitCodes.ok)
      expect(help.stdout).toContain(`tutti ${name} `)
    }
  })
})

describe('approving', () => {
  const person = ['--by', 'carl', '--role', 'client']

  async function submitted() {
    const platforms = await open([scheduler({ approval: 'required' })])
    platforms.write('march.csv', good)
    expect((await platforms.run(['import', 'march.csv', '--by', 'ada'])).exitCode).toBe(exitCodes.ok)
    return platforms
  }

  test('what a person has looked at, and nothing else', async () => {
    const { run } = await submitted()
    const drafts = (await run(['drafts', '--json'])).json<{
      drafts: { id: string; contentHash: string; state: string }[]
    }>()
    expect(drafts.drafts).toMatchObject([{ id: 'one', state: 'submitted' }, { id: 'two' }])
    const asked: string[] = []
    const prompts = { confirm: async ({ message }: { message: string }) => asked.push(message) === 2 } as never
    expect((await run(['approve', 'one', ...person], { prompts })).exitCode).toBe(exitCodes.interrupted)
    const approved = await run(['approve', 'one', ...person], { prompts })
    expect(approved.exitCode).toBe(exitCodes.ok)
    expect(approved.stdout).toContain('│ Bread')
    expect(approved.stdout).toMatch(/scheduled/)
    expect(asked[0]).toContain('2031-03-08T09:00:00 Europe/Rome')

    expect((await run(['approve', 'two', ...person])).stderr).toContain('--hash')
    expect((await run(['approve', 'two', ...person, '--hash', 'other'])).stderr).toContain('approval-stale')
    const hash = drafts.drafts[1]?.contentHash ?? ''
    expect((await run(['approve', 'two', ...person, '--hash', hash, '--json'])).json()).toMatchObject({
      draft: { state: 'scheduled' },
    })
    expect((await run(['drafts'])).stderr).toContain('Nothing waits')
  })

  test('no, with the reason; again; not by who wrote it; not what is not there', async () => {
    const { run } = await submitted()
    const rejected = await run(['reject', 'one', ...person, '--comment', 'No almonds'])
    expect(rejected.stdout).toMatch(/rejected/)
    expect(rejected.stdout).toContain('No almonds')
    expect((await run(['submit', 'one', '--by', 'wanda', '--role', 'writer'])).stdout).toMatch(/submitted/)
    const own = await run(['approve', 'one', '--by', 'ada', '--role', 'manager', '--yes'])
    expect(own.exitCode).toBe(exitCodes.usage)
    expect(own.stderr).toContain('not-permitted')
    expect((await run(['approve', 'none', ...person, '--yes'])).exitCode).toBe(exitCodes.notFound)
    expect((await run(['approve', 'one'])).exitCode).toBe(exitCodes.usage)
  })
})

test('a preview: texts, odd times, and what the limits make of it; nothing is sent', async () => {
  const { run, write, fedi } = await open()
  const many = Array.from({ length: 310 }, (_, index) => `n${index},2031-03-01T09:00Z,Post ${index},fedi`)
  write('march.csv', rows(...many, 'gap,2031-03-09T02:30[America/New_York],Rolls,sky'))
  await run(['import', 'march.csv'])
  const shown = await run(['preview', '--from', '2031-03-01', '--days', '10'])
  expect(shown.exitCode).toBe(exitCodes.ok)
  expect(shown.stdout).toMatch(/^2031-03-09 07:30 UTC 2031-03-09T07:30:00Z +scheduled +gap$/m)
  expect(shown.stdout).toContain('the clocks of America/New_York skip 2031-03-09T02:30:00')
  expect(shown.stdout).toMatch(/^ {2}sky +5\/300 graphemes/m)
  expect(shown.stdout).toMatch(/^fedi: 310 posts, out by 2031-03-01 09:05 UTC$/m)
  expect(shown.stdout).toContain("10 can't go out at the time asked for")
  expect(shown.stderr).toContain('Nothing was sent')
  const asJson = await run(['preview', '--from', '2031-03-01', '--days', '10', '--channel', 'sky', '--json'])
  expect(asJson.json()).toMatchObject({
    posts: [{ id: 'gap' }],
    channels: [{ channel: 'sky', postCount: 1, late: [] }],
  })
  expect(await fedi.standingPosts()).toEqual([])
})
