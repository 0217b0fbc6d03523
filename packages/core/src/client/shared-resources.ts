interface Closable {
  close(): Promise<void>
}

/** How many open clients of this process use a store or an engine. */
const users = new WeakMap<Closable, number>()

/** Says that a client uses it, until `release`. */
export function retain(resource: Closable): void {
  users.set(resource, (users.get(resource) ?? 0) + 1)
}

/** Closes it when no other client uses it: clients of several tenants may share one store. */
export async function release(resource: Closable): Promise<void> {
  const others = (users.get(resource) ?? 1) - 1
  users.set(resource, others)
  if (others === 0) await resource.close()
}
