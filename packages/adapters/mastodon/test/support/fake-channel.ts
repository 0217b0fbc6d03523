import type {
  ByteSource,
  Operation,
  OperationVocabulary,
  OutgoingPart,
  PostRef,
  PreparedPart,
  PublishPostInput,
} from '@tutti/model'
import { createTestContext, type FakeMastodon } from '@tutti/testing'
import { mastodon } from '../../src/index.ts'

type Operations = ReturnType<typeof mastodon>['operations']
type Input<Name extends keyof Operations & keyof OperationVocabulary> = Parameters<OperationVocabulary[Name]>[0]

type Natives = NonNullable<ReturnType<typeof mastodon>['native']>

function nativeOf({ native }: ReturnType<typeof mastodon>): Natives {
  if (!native) throw new Error('the adapter has no native operations')
  return native
}

/** One account on a fake, with the adapter's operations ready to be called. */
export async function openFakeChannel(fake: FakeMastodon, username?: string) {
  const server = await fake.start()
  const adapter = mastodon({ server })
  const { credential } = adapter.channel({ accessToken: fake.accessToken(username) })
  const media = new Map<string, ByteSource>()
  const { context, stated } = createTestContext(adapter, credential, { media, clock: fake.platform.clock })
  const run = <Name extends keyof Operations & keyof OperationVocabulary>(name: Name, input: Input<Name>) =>
    (adapter.operations[name] as OperationVocabulary[Name])(input as never, context) as ReturnType<
      OperationVocabulary[Name]
    >
  const native = <Name extends keyof Natives>(name: Name, input: Parameters<Natives[Name]>[0]) =>
    (nativeOf(adapter)[name] as Operation<unknown, unknown>)(input, context) as ReturnType<Natives[Name]>
  const publish = async (
    part: Partial<PreparedPart>,
    more: Partial<Pick<PublishPostInput, 'key' | 'replyTo'>> = {},
  ): Promise<PostRef> => {
    const outgoing = outgoingPart(part, more)
    const staged = await run('stagePost', outgoing)
    const output = await run('publishPost', { ...outgoing, staged })
    if (output.state !== 'published') throw new Error(`the post is ${output.state}`)
    return output.ref
  }
  return { adapter, context, stated, media, run, native, publish, server }
}

let keyCount = 0

/** A part on its way out. */
export function outgoingPart(
  part: Partial<PreparedPart>,
  more: Partial<Pick<OutgoingPart, 'key' | 'replyTo' | 'createdAt'>> = {},
): OutgoingPart {
  return {
    part: { text: '', lengths: [], media: [], platformOptions: {}, ...part },
    key: `key-${++keyCount}`,
    createdAt: Date.now(),
    ...more,
  }
}
