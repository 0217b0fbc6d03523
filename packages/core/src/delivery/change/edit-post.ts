import { samePostText } from '@tutti/adapter-kit'
import {
  type CallOptions,
  type EditPostInput,
  type EditRequest,
  type EditResult,
  InvalidInputError,
  type Issue,
  type Post,
  type PostRef,
  type PreparedPart,
} from '@tutti/model'
import { refTo } from '../../channels/check-input.ts'
import type { ChannelRuntime, CoreRuntime } from '../../runtime.ts'
import { checkPost } from '../input/check-post.ts'
import { anything, input, isPlainObject, text } from '../input/checks.ts'
import { createCardReader } from '../prepare/card-reader.ts'
import { hasErrors } from '../prepare/issues.ts'
import { type MediaReader, prepareChannel } from '../prepare/prepare-channel.ts'
import { type Failure, readFailure, readStageFailure } from '../publish/read-failure.ts'

const nothing = { issues: [], warnings: [] } as const
const unofferedMembers = ['thread', 'split', 'replyTo', 'firstComment']

/**
 * Prepares content for a channel as publishing does, and puts it in a post's place. An edit whose fate is
 * unknown is read back, and sent once more where that does not show it.
 * @throws InvalidInputError `invalid-input`, `unknown-channel`
 */
export async function editPost(
  core: CoreRuntime,
  readMedia: MediaReader,
  request: EditRequest,
  options: CallOptions = {},
): Promise<EditResult> {
  checkMembers(request)
  const channel = await core.openChannel(request.channel)
  refTo('post')(channel.adapter.id)(request.post, 'post')
  const post = postOf(request, channel)
  if (!channel.adapter.operations.editPost) return { state: 'unsupported', ...nothing }

  const cards = createCardReader(core.fetchOutside, options.signal)
  const postId = crypto.randomUUID()
  const prepared = await prepareChannel({ core, channel, post, postId, readMedia, cards, options })
  const { issues, parts } = prepared
  if (hasErrors(issues)) return { state: 'held', issues, warnings: [] }
  return send({ core, channel, options }, request.post, parts[0] as PreparedPart, issues)
}

const checkMembers = input('edit', {
  channel: text({ maxLength: 512 }),
  post: anything,
  content: anything,
})

function postOf({ content }: EditRequest, { id, adapter }: ChannelRuntime): Post {
  const { platformOptions, ...members } = isPlainObject(content) ? content : ({} as EditRequest['content'])
  const wrong = unofferedMembers.find((name) => Object.hasOwn(members, name))
  if (wrong !== undefined) {
    const message = `content.${wrong} can't be edited: an edit changes one post where it stands`
    throw new InvalidInputError({ code: 'invalid-input', message, path: `content.${wrong}` })
  }
  const given = platformOptions === undefined ? {} : { platformOptions: { [adapter.id]: platformOptions } }
  const post: unknown = { ...members, ...given, channels: [id] }
  checkPost(post)
  return post
}

interface Place {
  readonly core: CoreRuntime
  readonly channel: ChannelRuntime
  readonly options: CallOptions
}

async function send(place: Place, post: PostRef, part: PreparedPart, issues: readonly Issue[]): Promise<EditResult> {
  const { core, channel, options } = place
  const { operations, createKey } = channel.adapter
  let edit: EditPostInput = { post, part, staged: { facts: {} } }
  if (operations.stagePost) {
    const createdAt = core.clock.now()
    const key = createKey?.({ nowMs: createdAt }) ?? crypto.randomUUID()
    try {
      edit = { ...edit, staged: await channel.call('stagePost', { part, key, createdAt }, options) }
    } catch (error) {
      return ended(readStageFailure(error), issues)
    }
  }
  const first = await attempt(place, edit)
  if (!isFailure(first)) return { state: 'edited', issues, ...first }
  if (first.kind !== 'unknown' || !operations.fetchPost) return ended(first, issues)

  const reading = await readBack(place, edit)
  if (reading === 'edited') return { state: 'edited', ref: post, issues, warnings: [] }
  if (reading === 'unreadable') return ended(first, issues)
  const second = await attempt(place, edit)
  // The first request may still have done it, whatever became of the second.
  return isFailure(second)
    ? ended({ ...second, kind: 'unknown' } as Failure, issues)
    : { state: 'edited', issues, ...second }
}

type Attempt = Pick<EditResult, 'ref' | 'warnings'> | Failure

const isFailure = (attempt: Attempt): attempt is Failure => 'kind' in attempt

async function attempt({ channel, options }: Place, edit: EditPostInput): Promise<Attempt> {
  try {
    const { ref, warnings } = await channel.call('editPost', edit, options)
    return { ref, warnings }
  } catch (error) {
    return readFailure(error)
  }
}

/** Whether the post says the new content. Text alone can be compared: with anything beside it, sending again is surer. */
async function readBack(
  { channel, options }: Place,
  { post, part }: EditPostInput,
): Promise<'edited' | 'open' | 'unreadable'> {
  try {
    const standing = await channel.call('fetchPost', { post }, options)
    const isBare = standing.media.length === 0 && standing.contentWarning === undefined && standing.quote === undefined
    const isSame = isTextAlone(part) && isBare && samePostText(standing.text, part.text)
    return isSame ? 'edited' : 'open'
  } catch {
    return 'unreadable'
  }
}

function isTextAlone({ text: _text, lengths: _lengths, media, platformOptions, ...others }: PreparedPart): boolean {
  const isBare = media.length === 0 && Object.keys(platformOptions).length === 0
  return isBare && Object.values(others).every((member) => member === undefined)
}

function ended({ kind, error }: Failure, issues: readonly Issue[]): EditResult {
  return { state: kind === 'wait' ? 'not-sent' : kind, issues, warnings: [], error }
}
