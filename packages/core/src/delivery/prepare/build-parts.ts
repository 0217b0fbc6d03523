import type { JsonObject, Media, MediaLimit, Post, PreparedLink, PreparedMedia, PreparedPart } from '@tutti/model'
import { checkMedia, type MediaRules } from './check-media.ts'
import { checkPoll } from './check-poll.ts'
import { copyJson } from './copy-json.ts'
import { cleanText, fitTexts, measureText, type TextFitting } from './fit-text.ts'
import { errorIssue } from './issues.ts'

/** Measures one attachment, and lets plugins make it fit what the channel takes in its place. */
export type MediaPreparer = (
  media: Media,
  place: string,
  limit: Partial<MediaLimit> | undefined,
) => Promise<PreparedMedia>

/** What the fitting of parts needs to know about a channel. */
export interface PartFitting extends TextFitting, MediaRules {}

/** The parts of a post that is fitted to one platform: each complete in itself. */
export async function buildParts(
  post: Post,
  platformOptions: JsonObject,
  link: PreparedLink | undefined,
  prepareMedia: MediaPreparer,
  fitting: PartFitting,
): Promise<readonly PreparedPart[]> {
  const { limits, issues } = fitting
  const texts = fitTexts(post, fitting)
  const parts: PreparedPart[] = []
  for (const [index, text] of texts.entries()) {
    const place = partPlace(post, index)
    const attachments = index === 0 ? post.media : post.thread?.[index - 1]?.media
    // Most posts carry none: they are fitted without waiting for anything.
    const media = attachments?.length
      ? await Promise.all(
          attachments.map((item, at) => prepareMedia(item, `${place.media}[${at}]`, limits.media[item.kind])),
        )
      : []
    if (media.length > 0) checkMedia(media, place.media, fitting)
    const part = { text, media, ...sharedMembers(post, platformOptions, fitting) }
    parts.push({
      ...part,
      ...(index === 0 && leadingMembers(post, link)),
      lengths: measureText(part, place.text, fitting),
    })
    checkContent(part, place.text, fitting)
  }
  if (post.poll) checkPoll(post.poll, limits, issues)
  return parts
}

/** The comment that follows the post, as a part of its own. */
export function buildFirstComment(
  post: Post,
  platformOptions: JsonObject,
  fitting: TextFitting,
): PreparedPart | undefined {
  if (post.firstComment === undefined) return undefined
  const text = cleanText(post.firstComment, post, 'firstComment', fitting)
  const part = { text, media: [], ...sharedMembers(post, platformOptions, fitting) }
  return { ...part, lengths: measureText(part, 'firstComment', fitting) }
}

function sharedMembers(post: Post, platformOptions: JsonObject, { limits }: TextFitting) {
  return {
    platformOptions,
    ...(post.visibility && limits.fields.includes('visibility') && { visibility: post.visibility }),
    ...(post.languages?.length && { languages: copyJson(post.languages) }),
    ...(post.contentWarning !== undefined && { contentWarning: post.contentWarning }),
  }
}

function leadingMembers(post: Post, link: PreparedLink | undefined) {
  return {
    ...(post.title !== undefined && { title: post.title }),
    ...(link && { link }),
    ...(post.poll && { poll: copyJson(post.poll) }),
    ...(post.quote && { quote: copyJson(post.quote) }),
  }
}

/** Where the author finds a part: a split text has one place, a written thread has several. */
function partPlace(post: Post, index: number): { readonly text: string; readonly media: string } {
  if (index === 0 || !post.thread) return { text: 'text', media: 'media' }
  return { text: `thread[${index - 1}].text`, media: `thread[${index - 1}].media` }
}

function checkContent(
  part: Pick<PreparedPart, 'text' | 'media'>,
  path: string,
  { adapter, limits, issues }: TextFitting,
): void {
  const hasText = part.text.trim() !== ''
  const hasMedia = part.media.length > 0
  if (limits.requires === 'media' && !hasMedia) {
    issues.push(
      errorIssue({
        code: 'media-missing',
        message: `a post on ${adapter.id} needs a picture or video`,
        path,
        advice: 'Attach one, or leave this channel out.',
      }),
    )
  }
  if ((limits.requires === 'text' && !hasText) || (limits.requires === 'text-or-media' && !hasText && !hasMedia)) {
    issues.push(
      errorIssue({ code: 'text-missing', message: `a post on ${adapter.id} needs a text`, path, advice: 'Write one.' }),
    )
  }
}
