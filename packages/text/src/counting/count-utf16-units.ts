/**
 * Counts UTF-16 units, as JavaScript's `length` does: a character outside of the Basic Multilingual Plane is two.
 *
 * TikTok limits the title of a video by it (2200), Telegram gives the offsets of its entities in it.
 * Source: https://core.telegram.org/api/entities, read 2026-11-25.
 */
export function countUtf16Units(text: string): number {
  return text.length
}
