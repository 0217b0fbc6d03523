import type { Adapter, CountContext, Issue, MeasuredLength, PlatformLimits, Post, PreparedPart } from '@tutti/model'
import { splitText, type TextRule } from '@tutti/text'
import { maxThreadParts } from '../input/check-post.ts'
import { errorIssue } from './issues.ts'
import { resolveMentions } from './resolve-mentions.ts'

/** What the fitting of texts needs to know about a channel. */
export interface TextFitting {
  readonly adapter: Adapter
  readonly limits: PlatformLimits
  readonly issues: Issue[]
}

/** The texts of the parts, in order: the thread as written, or the text split where the author allows it. */
export function fitTexts(post: Post, fitting: TextFitting): readonly string[] {
  const text = withLink(cleanText(post.text, post, 'text', fitting), post, fitting.limits)
  if (post.thread) {
    return [text, ...post.thread.map((part, index) => cleanText(part.text, post, `thread[${index}].text`, fitting))]
  }
  return post.split ? splitPost(text, post, fitting) : [text]
}

/** A text with its line ends and mentions as they will be sent. */
export function cleanText(text: string, post: Post, path: string, { adapter, issues }: TextFitting): string {
  const unified = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  return resolveMentions(unified, post.mentions, adapter.id, path, issues)
}

/** Measures a part by each of the platform's rules; one that is too long is an error issue. */
export function measureText(
  part: Pick<PreparedPart, 'text' | 'media' | 'contentWarning'>,
  path: string,
  { adapter, limits, issues }: TextFitting,
): readonly MeasuredLength[] {
  return limits.text.map((limit) => {
    const context: CountContext = { limit, contentWarning: part.contentWarning, media: part.media }
    const actual = adapter.countText(part.text, context)
    const { unit, maximum } = limit
    if (actual > maximum) {
      issues.push(
        errorIssue({
          code: 'text-too-long',
          message: `the text has ${actual} ${unit}, ${maximum} are allowed`,
          path,
          advice: 'Shorten it for this channel, or give the post a split policy.',
          actual,
          maximum,
        }),
      )
    }
    return { unit, actual, maximum }
  })
}

function splitPost(text: string, post: Post, fitting: TextFitting): readonly string[] {
  const { adapter, limits, issues } = fitting
  const rules: readonly TextRule[] = limits.text.map((limit) => ({
    unit: limit.unit,
    maximum: limit.maximum,
    count: (part) => adapter.countText(part, { limit, contentWarning: post.contentWarning }),
  }))
  const texts = splitText(text, { rules, counter: post.split?.counter }).map((part) => part.text)
  const maximum = Math.min(post.split?.maxParts ?? maxThreadParts, maxThreadParts)
  if (texts.length > maximum) {
    issues.push(
      errorIssue({
        code: 'too-many-parts',
        message: `the text makes a thread of ${texts.length} parts, ${maximum} are allowed`,
        path: 'split.maxParts',
        advice: 'Shorten the text for this channel, or allow more parts.',
        actual: texts.length,
        maximum,
      }),
    )
  }
  return texts
}

function withLink(text: string, post: Post, limits: PlatformLimits): string {
  const url = post.link?.url
  if (url === undefined || limits.fields.includes('link') || text.includes(url)) return text
  return text === '' ? url : `${text}\n\n${url}`
}
