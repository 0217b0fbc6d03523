import type { LinkCard } from '@tutti/adapter-kit'
import {
  type Issue,
  type LinkCardLimit,
  type Media,
  MediaError,
  OutsideFetchError,
  type PlatformLimits,
  type PostLink,
  type PreparedLink,
  type PreparedMedia,
} from '@tutti/model'
import { countGraphemes, graphemeRule, truncateText } from '@tutti/text'
import type { MediaPreparer } from './build-parts.ts'
import type { CardReader } from './card-reader.ts'
import { errorIssue, warningIssue } from './issues.ts'
import { findProblems } from './media-problems.ts'

/** What the fitting of links needs. */
export interface LinkFitting {
  readonly limits: PlatformLimits
  readonly issues: Issue[]
  readonly cards: CardReader
  readonly prepareMedia: MediaPreparer
}

// What a page says of itself is cut somewhere, also where the platform has no limit.
const defaultMaxTitleGraphemes = 300
const defaultMaxDescriptionGraphemes = 1_000

/**
 * The link as its card will show it: the author's words where there are any, else the page's own.
 * A page that can't be read costs the card and not the post.
 */
export async function fitLink(link: PostLink, fitting: LinkFitting): Promise<PreparedLink> {
  const limit = fitting.limits.linkCard
  const { url, title, description } = link
  if (!limit) {
    if (link.image) fitting.issues.push(imageDropped('cards have no picture there'))
    return present({ url, title, description })
  }
  checkOwnTexts(link, limit, fitting.issues)
  const card = title === undefined ? await readCard(url, fitting) : {}
  const image = link.image
    ? await prepareOwnImage(link.image, limit, fitting)
    : limit.image && card.imageUrl && (await preparePageImage(card.imageUrl, limit, fitting))
  return present({
    url,
    title: title ?? shorten(card.title, limit.maxTitleGraphemes ?? defaultMaxTitleGraphemes),
    description:
      description ?? shorten(card.description, limit.maxDescriptionGraphemes ?? defaultMaxDescriptionGraphemes),
    image: image || undefined,
  })
}

function present(link: PreparedLink): PreparedLink {
  const { url, title, description, image } = link
  return {
    url,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(image !== undefined && { image }),
  }
}

function shorten(text: string | undefined, maxGraphemes: number): string | undefined {
  return text && truncateText(text, { rules: [graphemeRule(maxGraphemes)] })
}

function checkOwnTexts(link: PostLink, limit: LinkCardLimit, issues: Issue[]): void {
  const maxima = { title: limit.maxTitleGraphemes, description: limit.maxDescriptionGraphemes }
  for (const member of ['title', 'description'] as const) {
    const maximum = maxima[member]
    const actual = countGraphemes(link[member] ?? '')
    if (maximum === undefined || actual <= maximum) continue
    issues.push(
      errorIssue({
        code: 'link-text-too-long',
        message: `the ${member} of the link's card has ${actual} graphemes, ${maximum} are allowed`,
        path: `link.${member}`,
        advice: 'Shorten it for this channel.',
        actual,
        maximum,
      }),
    )
  }
}

async function readCard(url: string, { cards, issues }: LinkFitting): Promise<LinkCard> {
  try {
    return await cards.readCard(url)
  } catch (error) {
    if (!OutsideFetchError.isInstance(error)) throw error
    issues.push(
      warningIssue({
        code: 'link-card-missing',
        message: `the page of the link can't be read, so its card shows the address alone: ${error.message}`,
        path: 'link.url',
        advice: 'Check the address, or give the link a title and description yourself.',
      }),
    )
    return {}
  }
}

/** What the author wants shown holds the post back when it can't be. */
async function prepareOwnImage(
  image: Media,
  { image: limit }: LinkCardLimit,
  { issues, prepareMedia }: LinkFitting,
): Promise<PreparedMedia | undefined> {
  if (!limit) {
    issues.push(imageDropped('cards have no picture there'))
    return undefined
  }
  const prepared = await prepareMedia(image, 'link.image', limit)
  for (const problem of findProblems(prepared, limit)) issues.push(errorIssue({ ...problem, path: 'link.image' }))
  return prepared
}

/** A picture that the page has chosen is left out when it does not fit. */
async function preparePageImage(
  imageUrl: string,
  { image: limit = {} }: LinkCardLimit,
  { cards, issues, prepareMedia }: LinkFitting,
): Promise<PreparedMedia | undefined> {
  try {
    const prepared = await prepareMedia(await cards.readImage(imageUrl), 'link.image', limit)
    const [problem] = findProblems(prepared, limit)
    if (!problem) return prepared
    issues.push(imageDropped(`the page's picture does not fit: ${problem.message}`))
  } catch (error) {
    if (!OutsideFetchError.isInstance(error) && !MediaError.isInstance(error)) throw error
    issues.push(imageDropped(error.message))
  }
  return undefined
}

function imageDropped(reason: string): Issue {
  return warningIssue({
    code: 'link-image-dropped',
    message: `the link's card goes without a picture: ${reason}`,
    path: 'link.image',
    advice: 'Give the link an image of your own that fits, or leave it as it is.',
  })
}
