import { randomUUID } from 'node:crypto'
import type { AdapterFake, FakePlatform, FakePlatformOptions } from '@tutti/testing/fakes'
import { createFakePlatform, fakeToken } from './fake-platform.ts'
import { addNote, type FakeNoticeboardLedger } from './ledger.ts'

/** The fake platform with what the kit needs beside it: other people's doings, and a look behind the API. */
export interface FakeNoticeboard extends AdapterFake {
  readonly platform: FakePlatform<FakeNoticeboardLedger>
  readonly token: string
}

/** Makes a fake Noticeboard with a ledger of its own. */
export function fakeNoticeboard(options: FakePlatformOptions = {}): FakeNoticeboard {
  const platform = createFakePlatform(options)
  const ref = <Kind extends string>(kind: Kind, id: string) => ({ v: 1, platform: 'noticeboard', kind, id }) as const
  const seed = (author: string, text: string, answers?: string) =>
    addNote(platform.ledger, { id: randomUUID(), author, text, answers, createdAt: platform.clock.now() })
  return {
    platform,
    token: fakeToken,
    start: () => platform.listen(),
    stop: () => platform.close(),
    clear: () => platform.reset(),
    standingPosts: () =>
      platform.ledger.notes
        .filter(({ author }) => author === 'ada')
        .map(({ id, text, answers }) => ({ id, text, media: [], replyTo: answers })),
    seedPost: ({ by, text }) => ref('post', seed(by === 'account' ? 'ada' : 'ben', text).id),
    seedComment: ({ post, text }) => ref('interaction', seed('ben', text, post.id).id),
    otherProfile: () => ref('profile', 'ben'),
    missing: {
      post: ref('post', 'no-such-note'),
      interaction: ref('interaction', 'no-such-note'),
      profile: ref('profile', 'nobody'),
    },
  }
}
