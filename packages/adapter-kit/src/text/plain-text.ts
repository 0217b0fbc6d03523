import { decodeEntities } from './entities.ts'
import { readAttribute } from './read-attribute.ts'

/** A link whose text is being read. */
interface OpenLink {
  /** Where its tag is in the markup. */
  readonly tagStart: number
  readonly tagEnd: number
  /** Where its text starts in the paragraph. */
  textStart: number
  /** Whether parts of the address are hidden from view. */
  shortened: boolean
}

const slash = 47

/**
 * The text of a status as its author wrote it: paragraphs and line breaks as such, links that the
 * server shortens for display in full, custom emoji as their short codes, the quoted link that
 * servers put in front of a quote left out. Never throws, runs nothing, and takes linear time.
 */
export function plainText(html: string): string {
  if (!html.includes('<')) {
    return decodeEntities(html).trim()
  }
  const paragraphs: string[] = []
  let paragraph = ''
  let link: OpenLink | undefined
  /** The tag whose content is being left out. */
  let leftOut = ''
  let position = 0
  for (;;) {
    const start = findTagStart(html, position)
    const end = start === -1 ? -1 : findTagEnd(html, start)
    const upTo = end === -1 ? html.length : start
    if (leftOut === '' && upTo > position) {
      paragraph += decodeEntities(html.slice(position, upTo))
    }
    if (end === -1) {
      break
    }
    position = end + 1
    const closing = html.charCodeAt(start + 1) === slash
    const nameStart = closing ? start + 2 : start + 1
    const nameEnd = findNameEnd(html, nameStart, end)
    const name = html.slice(nameStart, nameEnd).toLowerCase()
    if (leftOut !== '') {
      leftOut = closing && name === leftOut ? '' : leftOut
      continue
    }
    const tag = closing || nameEnd === end ? '' : html.slice(start, end)
    if (tag !== '' && hasClass(tag, 'quote-inline')) {
      leftOut = name
      continue
    }
    switch (name) {
      case 'br':
        paragraph += '\n'
        break
      case 'span':
        if (link && !link.shortened && tag !== '') {
          link.shortened = hasClass(tag, 'invisible') || hasClass(tag, 'ellipsis')
        }
        break
      case 'a':
        if (link?.shortened) {
          paragraph = expandLink(html, paragraph, link)
        }
        link = closing ? undefined : { tagStart: start, tagEnd: end, textStart: paragraph.length, shortened: false }
        break
      case 'img':
        paragraph += readAttribute(tag, 'alt') ?? ''
        break
      case 'script':
      case 'style':
      case 'template':
        leftOut = closing ? '' : name
        break
      case 'li':
        if (!closing) {
          paragraph += paragraph === '' || paragraph.endsWith('\n') ? '- ' : '\n- '
        }
        break
      case 'p':
      case 'div':
      case 'blockquote':
      case 'pre':
      case 'ul':
      case 'ol':
      case 'h1':
      case 'h2':
      case 'h3':
      case 'h4':
      case 'h5':
      case 'h6':
        keep(paragraphs, paragraph)
        paragraph = ''
        if (link) {
          link.textStart = 0
        }
    }
  }
  keep(paragraphs, paragraph)
  return paragraphs.join('\n\n').trim()
}

function keep(paragraphs: string[], paragraph: string): void {
  const trimmed = paragraph.trimEnd()
  if (trimmed !== '') {
    paragraphs.push(trimmed)
  }
}

function expandLink(html: string, paragraph: string, link: OpenLink): string {
  const href = readAttribute(html.slice(link.tagStart, link.tagEnd), 'href')
  return href ? paragraph.slice(0, link.textStart) + href : paragraph
}

/** Looks for the word and the usual spelling first: the exact reading is needed for few tags only. */
function hasClass(tag: string, name: string): boolean {
  if (!tag.includes(name)) {
    return false
  }
  return tag.includes(` class="${name}"`) || (readAttribute(tag, 'class') ?? '').split(/\s+/).includes(name)
}

/** The end of a tag's name; `start` where what stands there is no name, as in a comment. */
function findNameEnd(html: string, start: number, end: number): number {
  let index = start
  while (index < end && isNameCode(html.charCodeAt(index))) {
    index += 1
  }
  return index
}

/** Letters and digits: a name like `h1`. */
function isNameCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)
}

/** The index of the next `<` that begins a tag or comment; -1 when there is none. */
function findTagStart(html: string, from: number): number {
  let start = html.indexOf('<', from)
  while (start !== -1 && !isTagCode(html.charCodeAt(start + 1))) {
    start = html.indexOf('<', start + 1)
  }
  return start
}

/** Letters, `/`, `!` and `?`: before anything else, a bracket is a bracket. */
function isTagCode(code: number): boolean {
  return (code >= 97 && code <= 122) || code === slash || (code >= 65 && code <= 90) || code === 33 || code === 63
}

const doubleQuote = 34
const singleQuote = 39
const greaterThan = 62

/** The index of the `>` that ends a tag or comment; -1 when there is none. Each character is looked at once. */
function findTagEnd(html: string, start: number): number {
  if (html.startsWith('<!--', start)) {
    const end = html.indexOf('-->', start + 4)
    return end === -1 ? -1 : end + 2
  }
  for (let index = start + 1; index < html.length; index += 1) {
    const code = html.charCodeAt(index)
    if (code === greaterThan) {
      return index
    }
    if (code === doubleQuote || code === singleQuote) {
      index = html.indexOf(code === doubleQuote ? '"' : "'", index + 1)
      if (index === -1) {
        return -1
      }
    }
  }
  return -1
}
