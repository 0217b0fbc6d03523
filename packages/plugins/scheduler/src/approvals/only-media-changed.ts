import type { Post } from '@tutti/model'

/** Whether two posts differ in nothing but `media`, on every channel and in every part of a thread. */
export function onlyMediaChanged(before: Post | undefined, after: Post | undefined): boolean {
  return before !== undefined && after !== undefined && withoutMedia(before) === withoutMedia(after)
}

/** A text that is equal for equal posts, whatever the order of their members. */
function withoutMedia(post: Post): string {
  return JSON.stringify(post, (name, value: unknown) => {
    if (name === 'media' || name === 'id') return undefined
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
  })
}
