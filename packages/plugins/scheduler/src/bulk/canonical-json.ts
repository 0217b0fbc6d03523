/** JSON with the members of objects by name, and without those that are undefined: the same content gives the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, member) => (isObject(member) ? sorted(member) : member)) ?? 'null'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Without a prototype: a member called `__proto__` is one like others. */
function sorted(members: Record<string, unknown>): Record<string, unknown> {
  const copy: Record<string, unknown> = Object.create(null)
  for (const name of Object.keys(members).sort()) copy[name] = members[name]
  return copy
}
