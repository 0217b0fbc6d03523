import { Buffer } from 'node:buffer'

/** Properties of our own: what iCalendar has no word for. Others keep them, or drop them; nothing depends on them. */
export const names = { post: 'x-tutti-post', series: 'x-tutti-series', state: 'x-tutti-state' } as const

/** What stands behind ids in the UIDs of our events. */
export const uidEnds = { post: '@post.tutti', series: '@series.tutti' } as const

/** Data in letters that no program escapes or breaks. */
export function encodeData(data: object): string {
  return Buffer.from(JSON.stringify(data)).toString('base64url')
}

/** What `encodeData` was given. @returns nothing for anything else */
export function decodeData(text: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof text !== 'string') return undefined
  try {
    const data: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as never) : undefined
  } catch {
    return undefined
  }
}

/** A text as iCalendar can hold it: line feeds, and no other controls. */
export function plainText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '')
}
