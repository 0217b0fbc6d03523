import { type CallOperation, type InteractionRef, RejectedError } from '@tutti/model'
import { describe, expect, test } from 'vitest'
import { describeEdit, describeFollow, describeMessages } from './describe-social.ts'
import { type Harness, printError } from './harness.ts'
import { uniqueText } from './outgoing.ts'
import { sampleInput } from './sample-inputs.ts'

/** What operations on posts and interactions truly do there, and what they say about things that are not there. */
export function describeCommunity(harness: Harness, declared: readonly CallOperation[]): void {
  const { platform } = harness.options
  const groups: Partial<Record<CallOperation, (harness: Harness) => void>> = {
    deletePost: describeDelete,
    hideInteraction: describeHide,
    replyToInteraction: describeReply,
    fetchPostByAddress: describeAddresses,
    fetchPostMetrics: describeMetrics,
    listInteractions: describeKinds,
    editPost: describeEdit,
    sendMessage: describeMessages,
    followProfile: describeFollow,
  }
  for (const operation of declared) {
    const group = groups[operation]
    if (group) describe(operation, () => group(harness))
  }

  const missing: readonly [CallOperation, object][] = [
    ['fetchPost', { post: platform.missing.post }],
    ['listComments', { post: platform.missing.post }],
    ['fetchProfile', { profile: platform.missing.profile }],
    ['replyToInteraction', { interaction: platform.missing.interaction, text: 'hello', key: 'no-key' }],
    ['hideInteraction', { interaction: platform.missing.interaction }],
  ]
  test.each(missing.filter(([operation]) => declared.includes(operation)))(
    '%s of what is not there is refused',
    async (operation, input) => {
      const { error } = await harness.attempt(operation, input as never)
      expect(RejectedError.isInstance(error), printError(error)).toBe(true)
    },
  )
}

function describeDelete(harness: Harness): void {
  const { platform } = harness.options

  test('deletes, and a second time says that it is gone', async () => {
    const post = await platform.seedPost({ by: 'account', text: uniqueText() })
    expect(await harness.run('deletePost', { post })).toMatchObject({ state: 'deleted' })
    expect((await platform.standingPosts()).filter(({ id }) => id === post.id)).toEqual([])
    expect(await harness.run('deletePost', { post })).toMatchObject({ state: 'already-gone' })
  })

  test('what never was is gone', async () => {
    expect(await harness.run('deletePost', { post: platform.missing.post })).toMatchObject({ state: 'already-gone' })
  })
}

function describeAddresses(harness: Harness): void {
  const { platform } = harness.options

  test('finds the post that stands there, with a ref as any other', async () => {
    const post = await platform.seedPost({ by: 'other', text: uniqueText() })
    const { ref } = await harness.run('fetchPostByAddress', { address: post.url ?? post.id })
    expect([ref.kind, ref.id]).toEqual(['post', post.id])
  })

  test.each(['nothing that is an address', 'https://elsewhere.test/', 'javascript:alert(1)'])(
    'says of %j that there is no post',
    async (address) => {
      const { error } = await harness.attempt('fetchPostByAddress', { address })
      expect(RejectedError.isInstance(error), printError(error)).toBe(true)
      expect(error).toMatchObject({ code: 'not-found' })
    },
  )
}

function describeHide(harness: Harness): void {
  const { platform, create } = harness.options
  const canUnhide = create('https://declaration.test').operations.unhideInteraction !== undefined
  const isHidden = async (interaction: InteractionRef) => {
    if (!platform.isHidden) throw new Error('implement isHidden: the adapter declares hideInteraction')
    return platform.isHidden(interaction)
  }

  test('hides the comment, once more without harm', async () => {
    const input = await sampleInput(harness, 'hideInteraction')
    expect(await isHidden(input.interaction)).toBe(false)
    await harness.run('hideInteraction', input)
    expect(await isHidden(input.interaction)).toBe(true)
    await harness.run('hideInteraction', input)
    expect(await isHidden(input.interaction)).toBe(true)
    if (!canUnhide) return
    await harness.run('unhideInteraction', input)
    expect(await isHidden(input.interaction)).toBe(false)
  })

  test('hides each comment of a post by itself', async () => {
    const post = await platform.seedPost({ by: 'account', text: uniqueText() })
    const comments: InteractionRef[] = []
    for (let index = 0; index < 3; index += 1) {
      comments.push(await platform.seedComment({ post, text: uniqueText('a comment') }))
    }
    for (const interaction of comments.slice(0, 2)) await harness.run('hideInteraction', { interaction })
    const hidden = []
    for (const interaction of comments) hidden.push(await isHidden(interaction))
    expect(hidden).toEqual([true, true, false])
  })
}

function describeReply(harness: Harness): void {
  test('answers the comment it was given', async () => {
    const input = await sampleInput(harness, 'replyToInteraction')
    const { ref } = await harness.run('replyToInteraction', input)
    const reply = (await harness.options.platform.standingPosts()).find(({ id }) => id === ref.id)
    expect(reply?.text).toContain(input.text)
    expect(reply?.replyTo).toBe(input.interaction.id)
  })
}

function describeMetrics(harness: Harness): void {
  const { platform } = harness.options

  test('answers for every post, and says so where one is gone', async () => {
    const post = await platform.seedPost({ by: 'account', text: uniqueText() })
    const { samples } = await harness.run('fetchPostMetrics', { posts: [post, platform.missing.post] })
    const of = (id: string) => samples.filter(({ subject }) => subject.id === id)
    expect(of(post.id).some(({ value }) => value !== undefined)).toBe(true)
    const gone = of(platform.missing.post.id)
    expect(gone.length).toBeGreaterThan(0)
    for (const sample of gone) expect(sample).toMatchObject({ missing: 'subject-gone' })
  })

  test('counts the replies that stand', async () => {
    const post = await platform.seedPost({ by: 'account', text: uniqueText() })
    await platform.seedComment({ post, text: uniqueText('a comment') })
    const { samples } = await harness.run('fetchPostMetrics', { posts: [post] })
    const replies = samples.find(({ metric }) => metric === 'replies')
    if (replies) expect(replies.value).toBe(1)
    expect(samples.length).toBeGreaterThan(0)
  })

  test('no posts: no samples, no request', async () => {
    const { output, stated } = await harness.attempt('fetchPostMetrics', { posts: [] })
    expect(output).toMatchObject({ samples: [] })
    expect(stated).toEqual([])
  })
}

function describeKinds(harness: Harness): void {
  const { platform } = harness.options
  const { seedReaction } = platform
  if (!seedReaction) return

  test('tells comments from reactions, and can be asked for one kind', async () => {
    const post = await platform.seedPost({ by: 'account', text: uniqueText() })
    await platform.seedComment({ post, text: uniqueText('a comment') })
    await seedReaction.call(platform, { post })
    const all = await harness.run('listInteractions', {})
    expect(all.items.map(({ kind }) => kind.unified)).toContain('reaction')
    expect(all.items.length).toBeGreaterThan(1)
    const reactions = await harness.run('listInteractions', { kinds: ['reaction'] })
    expect(reactions.items.map(({ kind }) => kind.unified)).toEqual(['reaction'])
    expect(reactions.items[0]?.post?.id).toBe(post.id)
  })
}
