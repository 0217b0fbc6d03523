/** The names of lists as they are kept here: with white space between them. */
export function parseTopLevelDomains(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.trim().split(/\s+/)))
}
