const urlPattern = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/
const mentionPattern = /(?<![\w/])@(\w+)(?:@([\w.:-]*\w))?/
const hashtagPattern = /(?<![\w&/])#(\p{L}[\p{L}\p{N}_]*)/u
const entityPattern = new RegExp(`(${urlPattern.source})|${mentionPattern.source}|${hashtagPattern.source}`, 'gu')

/** Who a handle means, as far as the server knows. */
export type FindAccount = (username: string, host: string | undefined) => { readonly url: string } | undefined

/** A text as Mastodon shows it: paragraphs, shortened links, mentions without their host, hashtags. */
export function renderContent(text: string, origin: string, findAccount: FindAccount): string {
  if (text.trim() === '') return ''
  const paragraphs = text.trim().split(/\n{2,}/)
  return paragraphs.map((paragraph) => `<p>${renderParagraph(paragraph, origin, findAccount)}</p>`).join('')
}

function renderParagraph(text: string, origin: string, findAccount: FindAccount): string {
  let html = ''
  let reached = 0
  for (const match of text.matchAll(entityPattern)) {
    const [whole, url, username, host, hashtag] = match
    html += escapeHtml(text.slice(reached, match.index))
    reached = match.index + whole.length
    if (url) html += renderLink(url)
    else if (username) html += renderMention(whole, username, findAccount(username, host))
    else if (hashtag) html += renderHashtag(hashtag, origin)
  }
  return html + escapeHtml(text.slice(reached))
}

/** The scheme and everything beyond 30 characters is in the markup, but hidden. */
function renderLink(url: string): string {
  const scheme = /^https?:\/\/(?:www\.)?/.exec(url)?.[0] ?? ''
  const shown = url.slice(scheme.length, scheme.length + 30)
  const hidden = url.slice(scheme.length + 30)
  const shownClass = hidden === '' ? '' : 'ellipsis'
  const parts = [`<span class="invisible">${escapeHtml(scheme)}</span>`]
  parts.push(`<span class="${shownClass}">${escapeHtml(shown)}</span>`)
  parts.push(`<span class="invisible">${escapeHtml(hidden)}</span>`)
  return `<a href="${escapeHtml(url)}" target="_blank" rel="nofollow noopener" translate="no">${parts.join('')}</a>`
}

function renderMention(whole: string, username: string, account: { readonly url: string } | undefined): string {
  if (!account) return escapeHtml(whole)
  const link = `<a href="${escapeHtml(account.url)}" class="u-url mention">@<span>${username}</span></a>`
  return `<span class="h-card" translate="no">${link}</span>`
}

function renderHashtag(name: string, origin: string): string {
  const href = `${origin}/tags/${encodeURIComponent(name.toLowerCase())}`
  return `<a href="${href}" class="mention hashtag" rel="tag">#<span>${escapeHtml(name)}</span></a>`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '<br />')
}

/** The handles that a text mentions. */
export function findHandles(text: string): { readonly username: string; readonly host: string | undefined }[] {
  return [...text.replaceAll(new RegExp(urlPattern, 'g'), ' ').matchAll(new RegExp(mentionPattern, 'g'))].map(
    ([, username = '', host]) => ({ username, host }),
  )
}

/** A text's length by Mastodon's rule, told by itself and not by our own counter. */
export function countCharacters(text: string, warning: string, reservedPerUrl: number): number {
  const countable = text
    .replaceAll(new RegExp(urlPattern, 'g'), 'x'.repeat(reservedPerUrl))
    .replaceAll(new RegExp(mentionPattern, 'g'), '@$1')
  return [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(warning + countable)].length
}

/** The hashtags of a text in lower case, each once, without their `#`. */
export function findHashtags(text: string): readonly string[] {
  const found = text.replaceAll(new RegExp(urlPattern, 'g'), ' ').matchAll(new RegExp(hashtagPattern, 'gu'))
  return [...new Set([...found].map(([, name = '']) => name.toLowerCase()))]
}
