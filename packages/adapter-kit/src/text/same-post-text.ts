/**
 * Whether two texts are the same post, as far as platforms change texts: Unicode form, white space,
 * the spelling of links, and the host that some servers take off a mention. Letters and their case count.
 */
export function samePostText(a: string, b: string): boolean {
  return a === b || normalise(a) === normalise(b)
}

function normalise(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u200b\u2060\ufeff]/g, '')
    .replace(/\bhttps?:\/\/\S{1,2048}/gi, canonicalUrl)
    .replace(/(^|[\s(])(@[\w.-]{1,64})@[\w.-]{1,255}/g, '$1$2')
    .replace(/\s+/g, ' ')
    .trim()
}

/** One spelling of a link: host in lower case, default port and a lone slash dropped. */
function canonicalUrl(url: string): string {
  if (!URL.canParse(url)) {
    return url
  }
  const { host, pathname, search, hash } = new URL(url)
  return `//${host}${pathname === '/' ? '' : pathname}${search}${hash}`
}
