/** Whether a post names anything to read bytes from: its own media, those of a thread, a link or one channel. */
export function hasMedia(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(hasMedia)
  return 'source' in value || Object.values(value).some(hasMedia)
}
