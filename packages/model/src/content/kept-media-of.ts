import type { PreparedPart, PreparedPost } from './prepared-post.ts'

/** The hashes of those media of a prepared post whose bytes wait in the media store. */
export function keptMediaOf({ parts, firstComment }: Pick<PreparedPost, 'parts' | 'firstComment'>): readonly string[] {
  return [...parts, ...(firstComment ? [firstComment] : [])].flatMap(keptMediaOfPart)
}

function keptMediaOfPart({ media, link }: PreparedPart): readonly string[] {
  const all = link?.image ? [...media, link.image] : media
  return all.filter(({ uri }) => uri.startsWith('media:')).map(({ sha256 }) => sha256)
}
