/** Whether one id is of something newer: ids are decimal numbers, or sort as text at one length. */
export function isNewer(id: string, than: string | undefined): boolean {
  if (than === undefined) return true
  return id.length === than.length ? id > than : id.length > than.length
}
