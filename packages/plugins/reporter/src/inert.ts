// Characters that a terminal or an editor would obey instead of showing: controls, bidi marks and
// overrides, invisible ones. The joiners stay: emoji and many scripts need them.
const obeyed = /[\p{Cc}\p{Bidi_Control}\u200b\u2060-\u2064\ufeff]/gu

/** Shows characters that would be obeyed, and folds white space, so that a text stays on its line. */
export function showControls(text: string): string {
  return text.replace(/[\t\r\n\u2028\u2029 ]+/g, ' ').replace(obeyed, (character) => {
    const code = character.charCodeAt(0)
    return `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** A text inside a Markdown table: no markup, link, HTML or cell border of its own comes through. */
export function markdownText(text: string): string {
  return showControls(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#+\-.!|~]/g, '\\$&')
    .replace(/(https?|ftp|mailto|javascript|data):/gi, '$1&#58;')
    .replace(/@/g, '&#64;')
}

/** A link in Markdown, or plain text where the URL is not http(s). */
export function markdownLink(label: string, url: string | undefined): string {
  if (!url || !URL.canParse(url)) return label
  const { protocol, href } = new URL(url)
  if (protocol !== 'https:' && protocol !== 'http:') return label
  return `[${label}](<${href.replace(/[<>|\\\s]/g, encodeURIComponent)}>)`
}

/**
 * One CSV cell (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in
 * front; numbers stay numbers, negative ones too.
 */
export function csvCell(value: string | number | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const text = value.replaceAll('\0', '')
  const safe = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}
