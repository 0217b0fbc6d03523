import {
  type CallOptions,
  guardPost,
  type Issue,
  type Media,
  type Post,
  type PreparedMedia,
  type PreparedPost,
  preparePost,
} from '@tutti/model'
import { deepFreeze } from '../../deep-freeze.ts'
import type { ChannelRuntime, CoreRuntime } from '../../runtime.ts'
import { checkPost } from '../input/check-post.ts'
import { sealPost } from '../input/sealed-post.ts'
import { buildFirstComment, buildParts, type MediaPreparer } from './build-parts.ts'
import type { CardReader } from './card-reader.ts'
import { copyJson } from './copy-json.ts'
import { fitFields } from './fit-fields.ts'
import { fitLink } from './fit-link.ts'
import { fitMediaByHooks } from './fit-media.ts'
import { errorIssue, issueOfError } from './issues.ts'
import { mergePost } from './merge-post.ts'
import { isStop, readLimits } from './read-limits.ts'

/** Measures and hashes one attachment; the same one is done once for all channels. */
export type MediaReader = (media: Media, place: string) => Promise<PreparedMedia>

type UnhashedPost = Omit<PreparedPost, 'contentHash'>

/** What one channel's preparation needs. */
export interface ChannelPreparation {
  readonly core: CoreRuntime
  readonly channel: ChannelRuntime
  readonly post: Post
  readonly postId: string
  readonly readMedia: MediaReader
  readonly cards: CardReader
  readonly options: CallOptions
}

/**
 * Fits a post to one channel. What goes wrong is an issue there and leaves the other channels alone.
 * @throws TransportError `aborted` or `closed`
 */
export async function prepareChannel(preparation: ChannelPreparation): Promise<PreparedPost> {
  const issues: Issue[] = []
  let unhashed: UnhashedPost
  try {
    unhashed = await fitPost(preparation, issues)
  } catch (error) {
    if (isStop(error)) throw error
    issues.push(issueOfError(error))
    unhashed = unfittedPost(preparation, issues)
  }
  return sealPost(unhashed)
}

async function fitPost(preparation: ChannelPreparation, issues: Issue[]): Promise<UnhashedPost> {
  const { core, channel, postId, readMedia, cards, options } = preparation
  const { adapter } = channel
  if (!adapter.operations.publishPost) issues.push(publishingUnsupported(adapter.id))

  const merged = await changedByHooks(preparation)
  const platformOptions = copyJson(adapter.parsePlatformOptions(merged.platformOptions?.[adapter.id]))
  const limits = await readLimits(channel, options, issues)
  const prepareMedia: MediaPreparer = async (media, path, limit) =>
    fitMediaByHooks(await readMedia(media, path), { core, channel, path, limit, issues })
  const fitting = { adapter, limits, issues, missingAlt: core.missingAlt }
  const post = fitFields(merged, limits, adapter.id, issues)
  const link =
    post.link && limits.fields.includes('link')
      ? await fitLink(post.link, { limits, issues, cards, prepareMedia })
      : undefined
  const parts = await buildParts(post, platformOptions, link, prepareMedia, fitting)
  const firstComment = buildFirstComment(post, platformOptions, fitting)
  const unhashed: UnhashedPost = {
    v: 1,
    postId,
    channel: channel.id,
    platform: adapter.id,
    parts,
    ...(post.replyTo && { replyTo: copyJson(post.replyTo) }),
    ...(firstComment && { firstComment }),
    labels: copyJson(post.labels ?? {}),
    issues,
  }
  const found = adapter.checkPost?.(unhashed)
  if (found) issues.push(...found)
  if (core.hooks.has(guardPost)) {
    // A guard may deny what it sees, not change it: nothing is hashed yet.
    const prepared = deepFreeze({ ...unhashed, issues: [...issues] })
    const denial = await core.hooks.runGuard(guardPost, { prepared })
    if (denial) issues.push(deniedIssue(denial.deny))
  }
  return unhashed
}

async function changedByHooks({ core, channel, post }: ChannelPreparation): Promise<Post> {
  const merged = mergePost(post, channel.id, channel.adapter.id)
  const input = { channel: channel.id, platform: channel.adapter.id, post: merged }
  const output = await core.hooks.runWaterfall(preparePost, input)
  if (output.post !== merged) checkPost(output.post)
  return output.post
}

/** Stands in where fitting failed: its error issue holds it back. */
function unfittedPost({ channel, post, postId }: ChannelPreparation, issues: readonly Issue[]): UnhashedPost {
  return {
    v: 1,
    postId,
    channel: channel.id,
    platform: channel.adapter.id,
    parts: [{ text: post.text, lengths: [], media: [], platformOptions: {} }],
    labels: copyJson(post.labels ?? {}),
    issues,
  }
}

function publishingUnsupported(platform: string): Issue {
  return errorIssue({
    code: 'unsupported-operation',
    message: `the adapter of ${platform} can't publish posts`,
    advice: 'Leave this channel out.',
  })
}

function deniedIssue(reason: string): Issue {
  return errorIssue({
    code: 'guard-denied',
    message: reason,
    advice: 'Change the post, or the rule that denies it.',
  })
}
