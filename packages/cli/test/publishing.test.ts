import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { bluesky } from '@tutti/bluesky'
import { exitCodes } from '@tutti/cli'
import type { Delivery, PreparedPost } from '@tutti/core'
import { samplePng } from '@tutti/testing/fakes'
import { describe, expect, test } from 'vitest'
import { makeFolder, openPlatforms } from './harness.ts'

interface Posted {
  readonly postId: string
  readonly deliveries: Record<string, Delivery & { references: { channel: string; ref: { id: string } }[] }>
}

describe('tutti post', () => {
  test('publishes on every channel, and tells how that is known and where it stands', async () => {
    const { sky, fedi, run } = await openPlatforms()
    const { exitCode, stdout } = await run(['post', 'Lemon cake', '--id', 'cake'])
    expect(exitCode).toBe(exitCodes.ok)
    expect(stdout).toMatch(/^sky +published +the platform answered +at:\/\/did:plc:/m)
    expect(stdout).toMatch(/^fedi +published +the platform answered +http:/m)
    expect(await sky.standingPosts()).toMatchObject([{ text: 'Lemon cake' }])
    expect(await fedi.standingPosts()).toMatchObject([{ text: 'Lemon cake' }])

    const again = await run(['post', 'Lemon cake', '--id', 'cake', '--json'])
    expect(again.exitCode).toBe(exitCodes.ok)
    expect(again.json<Posted>().deliveries.sky?.state).toBe('published')
    expect(again.json()).toMatchObject({ stoodBefore: ['sky', 'fedi'] })
    const shown = (await run(['post', 'Lemon cake', '--id', 'cake'])).stdout
    expect(shown).toMatch(/^sky +published +it stood there already; nothing was sent +at:/m)
    expect((await run(['post', 'Other cake', '--id', 'cake'])).stdout).not.toContain('stood there already')
    expect(await sky.standingPosts()).toHaveLength(1)
  })

  test('--dry-run sends nothing and shows each channel’s parts with its own count', async () => {
    const { sky, fedi, run } = await openPlatforms()
    const text = 'One sentence after another, and each of them is about cake. '.repeat(6).trim()
    const { exitCode, stdout } = await run(['post', text, '--thread', '--counter', '--dry-run'])
    expect(exitCode).toBe(exitCodes.ok)
    expect(stdout).toMatch(/^sky \(bluesky, 2 parts\)$/m)
    expect(stdout).toMatch(/^ {2}1\/2 {2}\d+\/300 graphemes, \d+\/3000 utf8-bytes$/m)
    expect(stdout).toMatch(/^fedi \(mastodon, 1 part\)$/m)
    expect(stdout).toContain('Nothing was sent.')
    const { channels } = (await run(['post', text, '--thread', '--dry-run', '--json'])).json<{
      channels: Record<string, PreparedPost>
    }>()
    expect(channels.sky?.parts).toHaveLength(2)
    expect([...(await sky.standingPosts()), ...(await fedi.standingPosts())]).toEqual([])
  })

  test('what does not fit is held, with what to do about it', async () => {
    const { sky, run } = await openPlatforms()
    const args = ['post', 'x'.repeat(301), '--to', 'sky']
    const preview = await run([...args, '--dry-run'])
    expect(preview.exitCode).toBe(exitCodes.refused)
    const { exitCode, stdout } = await run(args)
    expect(exitCode).toBe(exitCodes.refused)
    expect(stdout).toMatch(/^sky +held/m)
    expect(stdout).toContain('--thread')
    expect(stdout.match(/has 301 graphemes/g)).toHaveLength(1)
    expect(await sky.standingPosts()).toEqual([])
  })

  test('ends with what kind of trouble it was: the credential, the way there, or the post', async () => {
    const { sky, service, run } = await openPlatforms()
    const config = (appPassword: string) => () => ({
      channels: { sky: bluesky({ service }).channel({ identifier: 'shop.test', appPassword }) },
    })
    const wrong = { config: config('a-wrong-one') }
    const refused = await run(['post', 'Hello'], wrong)
    expect(refused.stdout).toMatch(/^sky +held/m)
    expect(refused.stdout).toContain('tutti doctor')
    expect(refused.exitCode).toBe(exitCodes.authentication)
    expect((await run(['post', 'Hello', '--dry-run'], wrong)).exitCode).toBe(exitCodes.authentication)
    const right = { config: config(sky.appPassword()) }
    await sky.stop()
    const unsent = await run(['post', 'Hello'], right)
    expect(unsent.stdout).toMatch(/^sky +not-sent/m)
    expect(unsent.stdout).toContain('ECONNREFUSED')
    expect(unsent.exitCode).toBe(exitCodes.unreachable)
  })

  test('takes its text from a file or a pipe, and files with what they show', async () => {
    const { sky, run } = await openPlatforms()
    const folder = makeFolder()
    writeFileSync(join(folder, 'story.txt'), 'From a file\n')
    writeFileSync(join(folder, 'cake:1.png'), samplePng(200, 20))
    writeFileSync(join(folder, 'shop.png'), samplePng(100, 20))
    const media = ['--media', 'cake:1.png:A cake: lemon', '--media', 'shop.png', '--alt', 'The shop']
    const preview = await run(['post', '--file', 'story.txt', '--to', 'sky', '--dry-run', ...media], { folder })
    expect(preview.stdout).toMatch(/^ {4}image image\/png, 20 × 20 pixels, \d+ bytes, “A cake: lemon”$/m)
    await run(['post', '--file', 'story.txt', '--to', 'sky', ...media], { folder })
    await run(['post', '--to', 'sky'], { stdin: 'From a pipe\n' })
    expect(await sky.standingPosts()).toMatchObject([
      {
        text: 'From a file',
        media: [
          { kind: 'image', alt: 'A cake: lemon' },
          { kind: 'image', alt: 'The shop' },
        ],
      },
      { text: 'From a pipe' },
    ])
  })

  test.each([
    [['post'], {}, 'there is no text', exitCodes.usage],
    [['post', 'x', '--media', 'none.png'], {}, 'there is no file none.png', exitCodes.usage],
    [['post', 'x', '--alt', 'What?'], {}, 'more --alt than --media', exitCodes.usage],
    [['post', 'x', '--to', 'skye'], {}, 'skye', exitCodes.notFound],
    [['post', 'x', '--visibility', 'nobody'], {}, 'visibility', exitCodes.usage],
    [['post', 'x', '--thread', 'many'], {}, 'number of parts', exitCodes.usage],
    [['post', 'x', '--file', 'none.txt'], {}, 'not both', exitCodes.usage],
  ])('%j is refused before anything is sent', async (args, options, message, expected) => {
    const { sky, run } = await openPlatforms()
    const { exitCode, stderr } = await run(args, options)
    expect(stderr).toContain(message)
    expect(exitCode).toBe(expected)
    expect(await sky.standingPosts()).toEqual([])
  })

  test('progress is shown to a person who watches, not to a program', async () => {
    const { run } = await openPlatforms()
    const folder = makeFolder()
    writeFileSync(join(folder, 'cake.png'), samplePng(200, 20))
    const args = ['post', 'Cake', '--media', 'cake.png:A cake', '--to', 'sky']
    const watched = await run(args, { folder, isTerminal: true })
    expect(watched.stderr).toMatch(/sky: uploading █{20} (.+) of \1/)
    expect(watched.stderr).toContain('sky: 1 of 1 published')
    expect((await run(args, { folder })).stderr).toBe('')
    expect((await run([...args, '--json'], { folder, isTerminal: true })).stderr).toBe('')
  })
})

describe('a post whose fate is unknown', () => {
  test('is neither called failed nor sent again; reading back settles it', async () => {
    const { fedi, run } = await openPlatforms({ reconciliation: { consistencyMs: 0, lateCommitMs: 0, leaseMs: 2000 } })
    fedi.platform.faults.add({ kind: 'reset', committed: true }, { on: 'commit' })
    fedi.platform.faults.add(
      { kind: 'error', committed: false, status: 503 },
      { on: ({ method, path }) => method === 'GET' && path.endsWith('/statuses'), times: 100 },
    )
    // The interruption ends the wait for an answer that does not come.
    const { exitCode, stdout } = await run(['post', 'Lemon cake', '--id', 'cake', '--to', 'fedi'], {
      signal: AbortSignal.timeout(1500),
    })
    expect(exitCode).toBe(exitCodes.unknown)
    expect(stdout).toMatch(/^fedi +unknown/m)
    expect(stdout).toContain('tutti posts --recover')

    fedi.platform.faults.clear()
    // The worker that was interrupted counts as living for a while.
    const early = await run(['posts', '--recover'])
    expect(early.exitCode).toBe(exitCodes.unknown)
    expect(early.stderr).toContain('try again')
    await sleep(2000)
    const recovered = await run(['posts', '--recover'])
    expect(recovered.stdout).toMatch(/published/)
    expect(recovered.exitCode).toBe(exitCodes.ok)
    expect(await fedi.standingPosts()).toHaveLength(1)
  })
})

describe('tutti posts', () => {
  test('lists what was published from here, the newest first, and what stands there', async () => {
    const { run } = await openPlatforms()
    expect((await run(['posts'])).stderr).toContain('Nothing was published from here yet')
    await run(['post', 'First', '--id', 'one', '--to', 'sky'])
    await run(['post', 'Second', '--id', 'two', '--to', 'sky'])
    const { deliveries } = (await run(['posts', '--json'])).json<{
      deliveries: { postId: string; shortId: string }[]
    }>()
    expect(deliveries.map(({ postId }) => postId)).toEqual(['two', 'one'])
    expect((await run(['posts', '--limit', '1'])).stdout).toContain(`${deliveries[0]?.shortId}`)
    const standing = await run(['posts', '--on', 'sky'])
    expect(standing.stdout).toMatch(/Second\n.*First/)
    expect(standing.stdout).toContain(`${deliveries[0]?.shortId}`)
    expect((await run(['posts', '--on', 'nowhere'])).exitCode).toBe(exitCodes.notFound)
  })
})

describe('tutti delete', () => {
  test('takes a post away on every channel', async () => {
    const { sky, fedi, run } = await openPlatforms()
    await run(['post', 'Lemon cake', '--id', 'cake'])
    const { exitCode, json } = await run(['delete', 'cake', '--yes', '--json'])
    expect(exitCode).toBe(exitCodes.ok)
    expect(json()).toMatchObject({
      deletions: [
        { channel: 'sky', state: 'deleted' },
        { channel: 'fedi', state: 'deleted' },
      ],
    })
    expect([...(await sky.standingPosts()), ...(await fedi.standingPosts())]).toEqual([])
    expect((await run(['posts'])).stdout.match(/deleted/g)).toHaveLength(2)
  })

  test('takes a post by its short name, its address, or its reference', async () => {
    const { sky, run } = await openPlatforms()
    const ids = ['one', 'two', 'three']
    for (const id of ids) await run(['post', id, '--id', id, '--to', 'sky'])
    const { deliveries } = (await run(['posts', '--json'])).json<{
      deliveries: { shortId: string; reference: { ref: { id: string } } }[]
    }>()
    const [three, two, one] = deliveries
    const names = [three?.shortId ?? '', two?.reference.ref.id ?? '', JSON.stringify(one?.reference)]
    for (const name of names) expect((await run(['delete', name, '--yes'])).exitCode).toBe(exitCodes.ok)
    expect(await sky.standingPosts()).toEqual([])
  })

  test('finds a post that was not published from here by its address', async () => {
    const { sky, run } = await openPlatforms()
    const { id } = sky.post('shop.test', 'By hand')
    expect((await run(['delete', id, '--yes'])).exitCode).toBe(exitCodes.ok)
    expect(await sky.standingPosts()).toEqual([])
  })

  test('one channel’s failure is its own, and no post is called deleted that may be live', async () => {
    const { sky, fedi, run } = await openPlatforms()
    await run(['post', 'Lemon cake', '--id', 'cake'])
    fedi.platform.faults.add(
      { kind: 'error', committed: false, status: 403 },
      { on: ({ method }) => method === 'DELETE' },
    )
    const { exitCode, json } = await run(['delete', 'cake', '--yes', '--json'])
    expect(exitCode).toBe(exitCodes.refused)
    expect(json()).toMatchObject({
      deletions: [
        { channel: 'sky', state: 'deleted' },
        { channel: 'fedi', state: 'failed', error: { code: 'forbidden' } },
      ],
    })
    expect([await sky.standingPosts(), await fedi.standingPosts()]).toMatchObject([[], [{ text: 'Lemon cake' }]])
  })

  test('asks before it deletes; where nobody is, --yes has to be said', async () => {
    const { sky, run } = await openPlatforms()
    await run(['post', 'Lemon cake', '--id', 'cake', '--to', 'sky'])
    const asked: string[] = []
    const prompts = {
      confirm: async ({ message }: { message: string }) => {
        asked.push(message)
        return false
      },
    } as never
    expect((await run(['delete', 'cake'], { prompts })).exitCode).toBe(exitCodes.interrupted)
    expect(asked.join()).toContain('sky: at://did:plc:')
    expect((await run(['delete', 'cake'])).exitCode).toBe(exitCodes.usage)
    expect(await sky.standingPosts()).toHaveLength(1)
    expect((await run(['delete', 'nothing', '--yes'])).exitCode).toBe(exitCodes.notFound)
  })
})
