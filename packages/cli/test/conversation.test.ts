import { exitCodes } from '@tutti/cli'
import { describe, expect, test } from 'vitest'
import { openPlatforms } from './harness.ts'

interface Printed {
  readonly interactions: {
    shortId: string
    text: string
    state: string
    reference: object
    author: { handle: string }
  }[]
}

/** The short name of the comment that begins so. */
async function nameOf(run: Awaited<ReturnType<typeof openPlatforms>>['run'], beginning: string): Promise<string> {
  const { interactions } = (await run(['comments', 'cake', '--json'])).json<Printed>()
  return interactions.find(({ text }) => text.startsWith(beginning))?.shortId ?? ''
}

/** A post with a question and an advertisement below it. */
async function openConversation() {
  const platforms = await openPlatforms()
  const { sky, run } = platforms
  await run(['post', 'Lemon cake', '--id', 'cake', '--to', 'sky'])
  const { deliveries } = (await run(['posts', '--json'])).json<{ deliveries: { reference: { ref: never } }[] }>()
  const post = deliveries[0]?.reference.ref as unknown as Parameters<typeof sky.post>[2]
  sky.post('ada.test', 'With nuts? \u202eevil', post)
  const spam = sky.post('ben.test', 'Cheap! https://a.example https://b.example', post)
  return { ...platforms, spam }
}

describe('tutti comments', () => {
  test('lists what people wrote below a post, inert', async () => {
    const { run } = await openConversation()
    const { exitCode, stdout } = await run(['comments', 'cake'])
    expect(exitCode).toBe(exitCodes.ok)
    expect(stdout).toMatch(/^\w{7} .* sky +comment +ada\.test +With nuts\? \\u202eevil$/m)
    expect(stdout).not.toContain('\u202e')
    const { interactions } = (await run(['comments', 'cake', '--json'])).json<Printed>()
    expect(interactions.map(({ author }) => author.handle)).toEqual(['ada.test', 'ben.test'])
    expect(interactions[0]?.text).toBe('With nuts? \u202eevil')
  })

  test('lists what was written lately on all channels', async () => {
    const { fedi, run } = await openConversation()
    fedi.post('ben', { status: '@shop good morning' })
    const { interactions } = (await run(['comments', '--json'])).json<Printed>()
    expect(interactions.map(({ text }) => text).join()).toContain('good morning')
    expect(interactions).toHaveLength(3)
    expect((await run(['comments', '--channel', 'fedi', '--json'])).json<Printed>().interactions).toHaveLength(1)
    expect((await run(['comments', '--kind', 'reaction'])).stderr).toContain('Nobody wrote')
    expect((await run(['comments', 'unheard-of'])).exitCode).toBe(exitCodes.notFound)
  })
})

describe('what is hidden', () => {
  test('is missed by nobody: the list of what came lately says where it is', async () => {
    const { sky, run } = await openConversation()
    expect((await run(['comments', '--channel', 'fedi'])).stderr).not.toContain('hidden')
    await run(['hide', await nameOf(run, 'Cheap!')])
    await run(['hide', await nameOf(run, 'With nuts?')])
    const { stdout, stderr } = await run(['comments', '--channel', 'sky'])
    expect(stdout).not.toContain('Cheap!')
    expect(stderr).toContain('Nobody wrote anything yet that is to be seen here.')
    expect(stderr).toContain('What is hidden may be missing here: `tutti comments <post>` has it.')
    expect((await run(['comments', 'cake'])).stdout).toContain('[hidden] Cheap!')
    expect(await sky.standingPosts()).toHaveLength(1)
  })
})

describe('one comment', () => {
  test('is shown whole, with its lines, its address and what was answered', async () => {
    const { sky, spam, run } = await openConversation()
    const long = `one\n${'a long line '.repeat(20)}\n\u202ethree`
    const comment = sky.post('ada.test', long, spam)
    const { stdout } = await run(['comments', await nameOf(run, 'one')], { isTerminal: true })
    expect(stdout).toContain('ada.test')
    expect(stdout).toContain(`  one\n  ${'a long line '.repeat(20)}\n  \\u202ethree\n`)
    expect(stdout).toContain(comment.id)
    expect((await run(['comments', await nameOf(run, 'one')])).stderr).toContain('Nobody answered yet.')
    const below = (await run(['comments', await nameOf(run, 'Cheap!'), '--json'])).json<Printed & { comment: object }>()
    expect(below).toMatchObject({
      comment: { text: expect.stringContaining('Cheap!') },
      interactions: [{ text: long }],
    })
  })
})

describe('an address', () => {
  test.each(['at://', 'https://bsky.app/'])('of a post that is not known here can be answered: %s…', async (kind) => {
    const { sky, run } = await openPlatforms()
    const { id } = sky.post('ada.test', 'Who bakes lemon cakes?')
    const [did = '', rkey = ''] = id.replace('at://', '').split('/app.bsky.feed.post/')
    const address = kind === 'at://' ? id : `https://bsky.app/profile/${did}/post/${rkey}`
    const { exitCode, stderr } = await run(['reply', address, 'We do.'])
    expect(stderr).toBe('')
    expect(exitCode).toBe(exitCodes.ok)
    expect(await sky.standingPosts()).toMatchObject([{ text: 'We do.', replyTo: id }])
    expect((await run(['comments', address])).stdout).toContain('We do.')
  })

  test('of the fediverse goes to the channel that is there', async () => {
    const { fedi, run } = await openPlatforms()
    const { id, url = '' } = await fedi.seedPost({ by: 'other', text: 'Who bakes lemon cakes?' })
    expect((await run(['reply', url, '@ada We do.'])).exitCode).toBe(exitCodes.ok)
    expect(await fedi.standingPosts()).toMatchObject([{ text: '@ada We do.', replyTo: id }])
  })

  test('of nothing says what may be given', async () => {
    const { run } = await openPlatforms()
    const { exitCode, stderr } = await run(['reply', 'https://bsky.app/profile/ada.test/post/3aaaaaaaaaa2a', 'Hello'])
    expect(exitCode).toBe(exitCodes.notFound)
    expect(stderr).toContain('at://')
    expect((await run(['hide', 'https://elsewhere.example/', '--channel', 'sky'])).exitCode).toBe(exitCodes.notFound)
  })
})

describe('tutti reply', () => {
  test('answers a comment by its short name', async () => {
    const { sky, run } = await openConversation()
    const { interactions } = (await run(['comments', 'cake', '--json'])).json<Printed>()
    const { exitCode, stdout } = await run(['reply', interactions[0]?.shortId ?? '', 'No nuts in it.'])
    expect(exitCode).toBe(exitCodes.ok)
    expect(stdout).toMatch(/^answered sky at:\/\/did:plc:/)
    expect(await sky.standingPosts()).toMatchObject([{ text: 'Lemon cake' }, { text: 'No nuts in it.' }])
  })

  test('answers by a reference, with the text through a pipe', async () => {
    const { sky, run } = await openConversation()
    const { interactions } = (await run(['comments', 'cake', '--json'])).json<Printed>()
    const reference = JSON.stringify(interactions[0]?.reference)
    const { json } = await run(['reply', reference, '-', '--json'], { stdin: 'Piped.\n' })
    expect(json()).toMatchObject({ channel: 'sky', ref: { kind: 'post' } })
    expect((await sky.standingPosts()).at(-1)).toMatchObject({ text: 'Piped.' })
  })

  test.each(['{', '{"kind":"profile"}', '[1]'])('refuses what is no reference: %s', async (name) => {
    const { run } = await openPlatforms()
    expect((await run(['reply', name, 'Hello'])).exitCode).not.toBe(exitCodes.ok)
  })
})

describe('moderation', () => {
  test('hides by the rules of the configuration, and says why', async () => {
    const { sky, spam, run } = await openConversation()
    const { exitCode, stdout } = await run(['moderate', '--channel', 'sky'])
    expect(exitCode).toBe(exitCodes.ok)
    expect(stdout).toMatch(/^sky +hidden +links/m)
    expect(sky.isHidden?.({ ...spam, kind: 'interaction' })).toBe(true)
    expect((await run(['moderate', '--channel', 'fedi'])).stderr).toContain('Nothing new breaks the rules')
  })

  test('hides one comment by hand, and shows it again', async () => {
    const { sky, spam, run } = await openConversation()
    const { interactions } = (await run(['comments', 'cake', '--json'])).json<Printed>()
    const name = interactions[1]?.shortId ?? ''
    expect((await run(['hide', name])).stdout).toMatch(/^hidden sky/)
    expect(sky.isHidden?.({ ...spam, kind: 'interaction' })).toBe(true)
    expect((await run(['unhide', name, '--json'])).json()).toMatchObject({ channel: 'sky', state: 'shown' })
    expect(sky.isHidden?.({ ...spam, kind: 'interaction' })).toBe(false)
  })

  test('does not hide again, nor say that it is hidden, what a person has shown again', async () => {
    const { sky, spam, run } = await openConversation()
    const name = /^sky +hidden +links +(\w{7}) /m.exec((await run(['moderate'])).stdout)?.[1] ?? ''
    expect((await run(['unhide', name])).exitCode).toBe(exitCodes.ok)
    const again = await run(['moderate'])
    expect(again.stdout).not.toContain('hidden')
    expect(again.stderr).toContain('Nothing new breaks the rules')
    expect((await run(['moderate', '--json'])).json()).toEqual({ verdicts: [] })
    expect(sky.isHidden?.({ ...spam, kind: 'interaction' })).toBe(false)
  })

  test('says what a platform can’t, and what the configuration lacks', async () => {
    const { fedi, run } = await openPlatforms()
    fedi.post('ben', { status: '@shop good morning' })
    const { interactions } = (await run(['comments', '--json'])).json<Printed>()
    const { exitCode, stderr } = await run(['hide', interactions[0]?.shortId ?? ''])
    expect(exitCode).toBe(exitCodes.refused)
    expect(stderr).toContain('mastodon has no hideInteraction')
    const bare = await openPlatforms({ plugins: [] })
    expect((await bare.run(['moderate'])).exitCode).toBe(exitCodes.usage)
  })
})

describe('tutti metrics', () => {
  test('measures, and draws the course of what a reporter has kept', async () => {
    const { sky, run } = await openConversation()
    expect((await run(['metrics', 'cake'])).stdout).toMatch(/^sky +\w{7} +replies +2 +▁$/m)
    const { deliveries } = (await run(['posts', '--json'])).json<{ deliveries: { reference: { ref: never } }[] }>()
    sky.like('ada.test', deliveries[0]?.reference.ref as never)
    const { stdout } = await run(['metrics', 'cake'])
    expect(stdout).toMatch(/^sky +\w{7} +reactions +1 +\+1 +▁█$/m)
    const { metrics } = (await run(['metrics', 'cake', '--json'])).json<{ metrics: { history: object[] }[] }>()
    expect(metrics[0]?.history).toHaveLength(3)
  })

  test('does without a reporter', async () => {
    const { run } = await openPlatforms({ plugins: [] })
    await run(['post', 'Lemon cake', '--id', 'cake', '--to', 'fedi'])
    const { exitCode, stdout, stderr } = await run(['metrics', 'cake'])
    expect(exitCode).toBe(exitCodes.ok)
    expect(stdout).toMatch(/^fedi +\w{7} +reactions +0/m)
    expect(stderr).toContain('reporter()')
  })
})

describe('tutti watch', () => {
  test('tells what happens from now on, and ends after so many', async () => {
    const { fedi, run } = await openPlatforms()
    fedi.post('ben', { status: '@shop before' })
    const watching = run(['watch', '--channel', 'fedi', '--every', '1', '--limit', '1', '--json'])
    const timer = setTimeout(() => fedi.post('ben', { status: '@shop good morning' }), 700)
    const { exitCode, json } = await watching
    clearTimeout(timer)
    expect(exitCode).toBe(exitCodes.ok)
    expect(json()).toMatchObject({
      kind: 'interaction',
      channel: 'fedi',
      interaction: { kind: { unified: 'mention' } },
    })
  })

  test('lets the rules act, on what is there and on what comes in', async () => {
    const { sky, spam, run } = await openConversation()
    const post = (await sky.standingPosts())[0]
    const watching = run(['watch', '--channel', 'sky', '--moderate', '--limit', '2', '--json'], {
      signal: AbortSignal.timeout(20_000),
    })
    await expect.poll(() => sky.isHidden?.({ ...spam, kind: 'interaction' }), { timeout: 10_000 }).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 700))
    const parent = { v: 1, kind: 'post', platform: 'bluesky', id: post?.id ?? '' } as const
    sky.post('ada.test', 'Lovely', parent)
    const live = sky.post('ben.test', 'Again https://a.example https://b.example', parent)
    const { exitCode, stdout } = await watching
    expect(exitCode).toBe(exitCodes.ok)
    expect(sky.isHidden?.({ ...live, kind: 'interaction' })).toBe(true)
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ kind }) => kind)).toEqual(['verdict', 'interaction', 'interaction', 'verdict'])
    expect(lines.at(-1)).toMatchObject({ channel: 'sky', verdict: { outcome: 'hidden', rule: 'links' } })
  })

  test('moderates interactions only, and with rules only', async () => {
    const { run } = await openPlatforms({ plugins: [] })
    expect((await run(['watch', '--moderate', '--topic', 'home'])).exitCode).toBe(exitCodes.usage)
    expect((await run(['watch', '--moderate'])).exitCode).toBe(exitCodes.usage)
  })

  test('ends with Ctrl-C, without an error', async () => {
    const { run } = await openPlatforms()
    const { exitCode, stderr } = await run(['watch'], { signal: AbortSignal.timeout(300) })
    expect(exitCode).toBe(exitCodes.ok)
    expect(stderr).toContain('Watching sky, fedi')
  })

  test('a channel that fails does not end the others', async () => {
    const { sky, run } = await openPlatforms()
    sky.platform.faults.add({ kind: 'error', committed: false, status: 401 }, { times: 100 })
    const { exitCode, stdout } = await run(['watch', '--json'], { signal: AbortSignal.timeout(1500) })
    expect(exitCode).toBe(exitCodes.authentication)
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'error', channel: 'sky' })
  })

  test('refuses a topic that there is not', async () => {
    const { run } = await openPlatforms()
    expect((await run(['watch', '--topic', 'everything'])).exitCode).toBe(exitCodes.usage)
  })
})
