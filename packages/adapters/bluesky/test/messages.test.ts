import { bluesky } from '@tutti/bluesky'
import { createTestContext, fakeBluesky } from '@tutti/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { answeringContext } from './support/answering-context.ts'
import { contextOf, operations } from './support/fake-channel.ts'

const fake = fakeBluesky()

beforeAll(() => fake.start())
beforeEach(() => fake.clear())
afterAll(() => fake.stop())

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('private messages', () => {
  test('are read with their authors, newest first, page by page', async () => {
    const context = await contextOf(fake)
    const conversation = fake.message('bob.test', 'alice.test', 'are you open?')
    await operations.sendMessage({ to: conversation, text: 'from seven', key: 'k' }, context)
    const { items } = await operations.listConversations({}, context)
    expect(items).toMatchObject([
      { ref: conversation, participants: [{ handle: 'bob.test' }], lastMessage: { text: 'from seven' }, unread: true },
    ])
    const first = await operations.listMessages({ conversation, limit: 1 }, context)
    const second = await operations.listMessages({ conversation, limit: 1, cursor: first.nextCursor }, context)
    expect([...first.items, ...second.items].map(({ author, text }) => `${author.handle}: ${text}`)).toEqual([
      'alice.test: from seven',
      'bob.test: are you open?',
    ])
    expect(second.nextCursor).toBeUndefined()
  })

  test('to somebody new open a conversation, and mention people', async () => {
    const context = await contextOf(fake)
    const { ref } = await operations.fetchProfile({ handle: 'carol.test' }, context)
    const sent = await operations.sendMessage({ to: ref, text: 'ask @bob.test', key: 'k' }, context)
    expect(sent).toMatchObject({ kind: { unified: 'message' }, author: { handle: 'alice.test' }, state: 'visible' })
    const [conversation] = fake.platform.ledger.conversations
    expect(conversation?.messages[0]?.content).toMatchObject({
      facets: [{ features: [{ $type: 'app.bsky.richtext.facet#mention' }] }],
    })
  })

  test.each([
    ['empty', ' \n', 'invalid-input'],
    ['of 1001 graphemes', 'é'.repeat(1001), 'text-too-long'],
    ['of 10 001 bytes', '👨‍👩‍👧‍👦'.repeat(401), 'text-too-long'],
  ])('that are %s are refused before anything is sent', async (_name, text, code) => {
    const context = await contextOf(fake)
    const to = await fake.otherProfile()
    expect(await failure(operations.sendMessage({ to, text, key: 'k' }, context))).toMatchObject({ code, path: 'text' })
    expect(fake.platform.requests).toEqual([])
  })

  test('are not offered to an app password without access to them, and say so', async () => {
    const restricted = fakeBluesky({ directMessages: false })
    await restricted.start()
    const context = await contextOf(restricted)
    const error = await failure(operations.listConversations({}, context))
    expect(error).toMatchObject({ code: 'forbidden', outcome: 'rejected', status: 400 })
    const renewed = await operations.refreshCredential(
      { credential: { secrets: { appPassword: restricted.appPassword() }, facts: context.account.facts } },
      context,
    )
    const adapter = bluesky({ service: await restricted.platform.listen() })
    const described = await operations.describeAccount({}, createTestContext(adapter, renewed).context)
    expect(described.operations).not.toContain('listMessages')
    expect(described.operations).toContain('listInteractions')
    await restricted.stop()
  })

  test('are asked of the account’s own server where options say so: 501 means that it has none', async () => {
    const own = bluesky({ service: await fake.platform.listen(), chatService: 'own-server' })
    const { credential } = own.channel({ identifier: 'alice.test', appPassword: fake.appPassword() })
    const { context } = createTestContext(own, credential)
    expect(await failure(operations.listConversations({}, context))).toMatchObject({ code: 'not-offered', status: 501 })
  })

  test('leave out notices of the platform, and show deleted ones as deleted', async () => {
    const sentAt = '2026-11-25T04:00:00.000Z'
    const sender = { did: 'did:plc:bob' }
    const body = {
      messages: [
        { $type: 'chat.bsky.convo.defs#systemMessageView', id: '3', rev: '3', sentAt, data: {} },
        { $type: 'chat.bsky.convo.defs#deletedMessageView', id: '2', rev: '2', sentAt, sender },
        { $type: 'chat.bsky.convo.defs#messageView', id: '1', rev: '1', sentAt, sender, text: 'hello' },
      ],
    }
    const conversation = { v: 1, kind: 'conversation', platform: 'bluesky', id: 'c' } as const
    const page = await operations.listMessages(
      { conversation },
      answeringContext(() => ({ body })),
    )
    expect(page.warnings).toEqual([])
    expect(page.items.map(({ ref, text, state }) => [ref.id, text, state])).toEqual([
      ['c/2', '', 'deleted'],
      ['c/1', 'hello', 'visible'],
    ])
  })
})
