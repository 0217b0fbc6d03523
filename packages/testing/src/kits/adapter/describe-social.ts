import { expect, test } from 'vitest'
import { type Harness, printError } from './harness.ts'
import { makeKey, sampleInput } from './sample-inputs.ts'

/** What an edited post says, and that editing twice is editing once. */
export function describeEdit(harness: Harness): void {
  const { platform } = harness.options

  test('the post says the new text, and is still one post', async () => {
    const input = await sampleInput(harness, 'editPost')
    const before = (await platform.standingPosts()).length
    for (let times = 0; times < 2; times += 1) {
      const { ref } = await harness.run('editPost', input)
      expect(ref.id).toBe(input.post.id)
    }
    const standing = await platform.standingPosts()
    expect(standing).toHaveLength(before)
    expect(standing.find(({ id }) => id === input.post.id)?.text).toBe(input.part.text)
  })

  test('what is not there is not edited', async () => {
    const input = await sampleInput(harness, 'editPost')
    const { error } = await harness.attempt('editPost', { ...input, post: platform.missing.post })
    expect(error, printError(error)).toMatchObject({ code: 'not-found' })
  })
}

/** What was written to somebody is read back in the conversation with them. */
export function describeMessages(harness: Harness): void {
  test('a message arrives in a conversation with the one it was written to', async () => {
    const input = await sampleInput(harness, 'sendMessage')
    const sent = await harness.run('sendMessage', input)
    expect(sent).toMatchObject({ kind: { unified: 'message' }, text: expect.stringContaining(input.text) })
    const { items: conversations } = await harness.run('listConversations', {})
    const [newest] = conversations
    expect(newest?.participants.map(({ ref }) => ref.id)).toContain(input.to.id)
    if (newest === undefined) return
    const { items: messages } = await harness.run('listMessages', { conversation: newest.ref })
    expect(messages[0]?.text).toContain(input.text)
    const answered = await harness.run('sendMessage', { ...input, to: newest.ref, key: makeKey(harness) })
    expect(answered.kind.unified).toBe('message')
  })
}

/** Whom the account follows is on its list, and no longer there when it has stopped. */
export function describeFollow(harness: Harness): void {
  test('follows, once more without harm, and stops following', async () => {
    const { profile } = await sampleInput(harness, 'followProfile')
    await harness.run('followProfile', { profile })
    await harness.run('followProfile', { profile })
    const following = async () => (await harness.run('listFollowing', {})).items.map(({ ref }) => ref.id)
    expect((await following()).filter((id) => id === profile.id)).toHaveLength(1)
    await harness.run('unfollowProfile', { profile })
    expect(await following()).not.toContain(profile.id)
  })
}
