/** No post is nested so deep, and what is much deeper ends a process that walks through it. */
const maxDepth = 50

/** Whether a value is nested deeper than any post. */
export function isDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === maxDepth || Object.values(value).some((member) => isDeep(member, depth + 1))
}
