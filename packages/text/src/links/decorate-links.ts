import { findUrls } from '../entities/find-urls.ts'
import { decorateUrl } from './decorate-url.ts'
import type { LinkDecoration } from './link-decoration.ts'

/**
 * Adds parameters to the links of a text, such as those that web analytics read; {@link decorateUrl} says how. Links are
 * those of `findUrls`. Outside of links the text stays as it is, except that a space is put behind a link that would
 * otherwise run on into the next word: `https://example.comを見て` ends at the kana, and a query would not.
 *
 * Takes time linear in the text's length.
 * @throws InvalidInputError `invalid-options` when a template names a value that is not there
 */
export function decorateLinks(text: string, decoration: LinkDecoration): string {
  const urls = findUrls(text)
  let decorated = ''
  let reached = 0
  for (const [index, { text: url, start, end }] of urls.entries()) {
    // With the first letter of the next link: it may stand behind this one with nothing but punctuation between.
    const rest = text.slice(end, (urls[index + 1]?.start ?? text.length) + 1)
    decorated += text.slice(reached, start) + decorateInText(url, rest, decoration)
    reached = end
  }
  return decorated + text.slice(reached)
}

function decorateInText(url: string, rest: string, decoration: LinkDecoration): string {
  const replacement = decorateUrl(url, decoration)
  // A query may come between two brackets that no longer belong together then: the link would be cut.
  if (replacement === url || firstUrl(replacement) !== replacement) return url
  return firstUrl(replacement + rest) === replacement ? replacement : `${replacement} `
}

function firstUrl(text: string): string | undefined {
  return findUrls(text)[0]?.text
}
