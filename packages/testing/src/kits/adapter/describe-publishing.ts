import { randomUUID } from 'node:crypto'
import type { FindPostInput, PostRef, PublishPostInput } from '@tutti/model'
import { describe, expect, test } from 'vitest'
import type { AdapterFake } from '../../platform/platform-under-test.ts'
import { type Harness, printError } from './harness.ts'
import { makeOutgoing, makePart, stage, uniqueText } from './outgoing.ts'

const stagedPart = (harness: Harness, text = uniqueText()) =>
  stage(harness, makeOutgoing(harness, makePart(harness, text)))

/** Reads to the end, as core does. */
async function find(harness: Harness, input: PublishPostInput, bounds: Partial<FindPostInput> = {}) {
  const matches: PostRef[] = []
  let complete = false
  let cursor: string | undefined
  for (let pages = 0; pages < 20; pages += 1) {
    const since = input.createdAt - 5000
    const output = await harness.run('findPost', { ...input, since, until: Date.now() + 5000, ...bounds, cursor })
    matches.push(...output.matches)
    complete = output.complete
    cursor = output.nextCursor
    if (complete || cursor === undefined) break
  }
  return { ids: matches.map(({ id }) => id), complete }
}

/** Publishing and looking for what was published, as far as any server can show it. */
export function describePublishing(harness: Harness): void {
  const { platform } = harness.options

  test('the answered ref survives JSON and leads to the post', async () => {
    const input = await stagedPart(harness)
    const output = await harness.run('publishPost', input)
    if (output.state !== 'published') throw new Error('the kit has no way yet to wait for a post in processing')
    const standing = await platform.standingPosts()
    expect(standing.at(-1)).toMatchObject({ id: output.ref.id, text: input.part.text })
    if (!harness.adapter.operations.fetchPost) return
    const fetched = await harness.run('fetchPost', { post: output.ref })
    expect(fetched).toMatchObject({ ref: { id: output.ref.id }, text: input.part.text })
  })

  test('staging shows nothing, and may be repeated', async () => {
    const before = await platform.standingPosts()
    const input = await stagedPart(harness)
    await stage(harness, input)
    expect(await platform.standingPosts()).toEqual(before)
  })

  describe('findPost', () => {
    test('finds what was published, once, and only reads', async () => {
      const input = await stagedPart(harness)
      await harness.run('publishPost', input)
      const standing = await platform.standingPosts()
      expect(await find(harness, input)).toMatchObject({ ids: [standing.at(-1)?.id] })
      expect(await platform.standingPosts()).toEqual(standing)
    })

    test('says that nothing is there, and that it has looked at everything', async () => {
      await platform.seedPost({ by: 'account', text: uniqueText('something else') })
      expect(await find(harness, await stagedPart(harness))).toEqual({ ids: [], complete: true })
    })

    test('does not take an older post of the same text for it', async () => {
      const first = await stagedPart(harness)
      await harness.run('publishPost', first)
      const second = await stage(harness, makeOutgoing(harness, first.part))
      const since = Date.now() + 2000
      expect(await find(harness, second, { since, until: since + 1000 })).toEqual({ ids: [], complete: true })
    })

    test('does not take another person’s post for it', async () => {
      const input = await stagedPart(harness)
      await platform.seedPost({ by: 'other', text: input.part.text })
      expect(await find(harness, input)).toEqual({ ids: [], complete: true })
    })
  })
}

/** Publishing when the answer is lost: only fakes can lose answers on purpose. */
export function describeLostAnswers(harness: Harness, fake: AdapterFake): void {
  test.each([
    { name: 'reset after the commit', fault: { kind: 'reset', committed: true }, stands: 1 },
    { name: 'reset before the commit', fault: { kind: 'reset', committed: false }, stands: 0 },
    { name: 'a body cut in the middle', fault: { kind: 'cut-body' }, stands: 1 },
    { name: 'an empty answer', fault: { kind: 'empty-body' }, stands: 1 },
    { name: '500 after the commit', fault: { kind: 'error', committed: true }, stands: 1 },
    { name: '500 before the commit', fault: { kind: 'error', committed: false }, stands: 0 },
  ] as const)('$name: the fate is unknown, one request was made, and findPost tells', async ({ fault, stands }) => {
    const input = await stagedPart(harness)
    const before = fake.platform.requests.length
    fake.platform.faults.add(fault, { on: 'commit' })
    const { error } = await harness.attempt('publishPost', input)
    expect(error, printError(error)).toMatchObject({ outcome: 'unknown' })
    const commits = fake.platform.requests.slice(before).filter((request) => fake.platform.isCommit(request))
    expect(commits).toHaveLength(1)
    const standing = await fake.standingPosts()
    expect(standing).toHaveLength(stands)
    expect(await find(harness, input)).toMatchObject({ ids: standing.map(({ id }) => id) })
  })

  test('a repeat under the same key is honest about what it finds', async () => {
    const kinds = harness.description.guarantees.publish.map(({ kind }) => kind)
    const input = await stagedPart(harness)
    await harness.run('publishPost', input)
    const { error, output } = await harness.attempt('publishPost', input)
    const standing = await fake.standingPosts()
    if (kinds[0] === 'key') {
      expect(output).toMatchObject({ state: 'published', ref: { id: standing.at(-1)?.id } })
      expect(standing).toHaveLength(1)
    } else if (kinds[0] === 'client-id') {
      expect(error, 'a refused second one').toBeDefined()
      expect(standing).toHaveLength(1)
    } else {
      expect(standing, 'a server without keys sends again: the engine must not').toHaveLength(2)
    }
    const other = { ...input, key: harness.adapter.createKey?.({ nowMs: Date.now() + 1000 }) ?? randomUUID() }
    await harness.run('publishPost', await stage(harness, other))
    expect(await fake.standingPosts()).toHaveLength(standing.length + 1)
  })
}
