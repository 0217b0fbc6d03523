import type { OutsideAnswer } from '@tutti/model'
import { Parser } from 'htmlparser2'
import { cleanLine } from './clean-line.ts'
import { decodeHtml } from './decode-html.ts'
import type { LinkCard } from './read-link-card.ts'

/** Names of what is said about a page, the best first. https://ogp.me and https://developer.x.com/en/docs/x-for-websites/cards/overview/markup, read 2026-11-25. */
const titleNames = ['og:title', 'twitter:title']
const descriptionNames = ['og:description', 'twitter:description', 'description']
const imageNames = ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src']

/** The parser searches all open elements at each tag: a page that nests without end would keep it busy for seconds. */
const maxDepth = 1_000
const pieceCharacters = 16_384

/** Longer titles are none. */
const maxTitleCharacters = 10_000

/** Reads a card out of a page. Never throws: a page may be anything. */
export function readHtmlCard(answer: OutsideAnswer): LinkCard {
  const found = readHead(decodeHtml(answer))
  const first = (names: readonly string[]) =>
    names.map((name) => found.meta.get(name)).find((text) => text !== undefined)
  const image = first(imageNames) ?? found.image
  return {
    title: first(titleNames) ?? cleanLine(found.title),
    description: first(descriptionNames),
    imageUrl: image && toWebUrl(image, found.base, answer.url),
  }
}

interface Head {
  /** The first of each name that says something. */
  readonly meta: ReadonlyMap<string, string>
  readonly title: string
  readonly base?: string | undefined
  readonly image?: string | undefined
}

function readHead(html: string): Head {
  const meta = new Map<string, string>()
  let title = ''
  let base: string | undefined
  let image: string | undefined
  let titles = 0
  let isTitle = false
  let depth = 0
  const parser = new Parser({
    onopentag(name, attributes) {
      depth += 1
      if (name === 'title') {
        // Those that follow belong to drawings within the page.
        titles += 1
        isTitle = titles === 1
      } else if (name === 'meta') {
        const key = (attributes.property ?? attributes.name ?? '').trim().toLowerCase()
        const content = cleanLine(attributes.content ?? '')
        if (content !== undefined && !meta.has(key)) meta.set(key, content)
      } else if (name === 'base') {
        base ??= attributes.href
      } else if (name === 'link' && attributes.rel?.toLowerCase() === 'image_src') {
        image ??= attributes.href
      }
    },
    ontext(text) {
      if (isTitle && title.length < maxTitleCharacters) title += text
    },
    onclosetag(name) {
      depth -= 1
      if (name === 'title') isTitle = false
    },
  })
  for (let start = 0; start < html.length && depth < maxDepth; start += pieceCharacters) {
    parser.write(html.slice(start, start + pieceCharacters))
  }
  parser.end()
  return { meta, title, base, image }
}

function toWebUrl(text: string, base: string | undefined, pageUrl: string): string | undefined {
  const start = base === undefined ? null : URL.parse(base, pageUrl)
  const url = URL.parse(text, start?.href ?? pageUrl)
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : undefined
}
