import { type LinkCard, readLinkCard } from '@tutti/adapter-kit'
import type { Media, OutsideFetch } from '@tutti/model'

/** More than a card's picture ever has; what the channel takes of it is checked when it was measured. */
const maxImageBytes = 10_000_000

/** Reads cards from pages: each page and picture once, however many channels show it. */
export interface CardReader {
  /** @throws OutsideFetchError when the page can't be had */
  readCard(url: string): Promise<LinkCard>
  /** A card's picture as an attachment. @throws OutsideFetchError when it can't be had */
  readImage(url: string): Promise<Media>
}

/** Makes the reader of one preparation. */
export function createCardReader(fetchOutside: OutsideFetch, signal: AbortSignal | undefined): CardReader {
  return {
    readCard: once((url) => readLinkCard(url, { fetchOutside, signal })),
    readImage: once(async (url) => {
      const { bytes } = await fetchOutside(url, { accept: ['image/*'], maxBytes: maxImageBytes, signal })
      return { kind: 'image', source: { blob: new Blob([new Uint8Array(bytes)]) } }
    }),
  }
}

function once<T>(read: (url: string) => Promise<T>): (url: string) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return (url) => {
    const reading = known.get(url) ?? read(url)
    known.set(url, reading)
    return reading
  }
}
