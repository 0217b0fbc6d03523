import type { Post } from '@tutti/model'

/** A post as it can be stored and edited later; nothing when it holds a Blob, a stream or a function. */
export function plainPost(post: Post): Post | undefined {
  return isPlain(post) ? post : undefined
}

function isPlain(value: unknown): boolean {
  if (value === null || value === undefined) return true
  if (typeof value !== 'object')
    return typeof value !== 'function' && typeof value !== 'symbol' && typeof value !== 'bigint'
  if (Array.isArray(value)) return value.every(isPlain)
  const prototype = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isPlain)
}
