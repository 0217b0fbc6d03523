import type { OutsideFetch } from '@tutti/model'

/** What a page says about itself, for a card. Plain text, of a page that anybody may have written. */
export interface LinkCard {
  readonly title?: string | undefined
  readonly description?: string | undefined
  /** Absolute, of http or https. Not fetched yet. */
  readonly imageUrl?: string | undefined
}

/** What `readLinkCard` needs beside the URL. */
export interface ReadLinkCardOptions {
  readonly fetchOutside: OutsideFetch
  readonly signal?: AbortSignal | undefined
}

/** What a card is made of stands in the head of a page; the rest of a long one is of no use. */
const maxPageBytes = 1024 * 1024

/**
 * Reads the card of a page: Open Graph first, then Twitter's names, then what HTML itself has. The
 * page has no say in where the link leads: its own idea of its URL is not read.
 * @throws OutsideFetchError, TransportError `aborted`: see `OutsideFetch`
 */
export async function readLinkCard(url: string, { fetchOutside, signal }: ReadLinkCardOptions): Promise<LinkCard> {
  const accept = ['text/html', 'application/xhtml+xml']
  const answer = await fetchOutside(url, { accept, maxBytes: maxPageBytes, whenTooLong: 'cut', signal })
  // The parser of HTML is loaded with the first card.
  const { readHtmlCard } = await import('./read-html-card.ts')
  return readHtmlCard(answer)
}
