import type { ScopedStore } from '@tutti/model'

/** How long a worker may be silent before another one takes over what it has claimed. */
export const leaseMs = 60_000

/** How late still counts as on time: wake-ups are not exact. */
export const punctualMs = 60_000

/** What waits in a queue beside the main one, for one channel's turn or for the end of a pause. */
export const laneOf = (channel: string) => `lane ${channel}`
export const parkedUnder = (pauseKey: string) => `parked ${pauseKey}`

/** The rest of a queue's name behind its kind. */
export function readQueue(name: string): { readonly kind: 'lane' | 'parked'; readonly rest: string } {
  const [kind] = name.split(' ', 1) as ['lane' | 'parked']
  return { kind, rest: name.slice(kind.length + 1) }
}

const collection = 'side-queues'
const noteAgainMs = 10 * 60_000
const forgetAfterMs = 60 * 60_000

/** Queues that come and go. Which of them there are stands in the store: the next worker must find them. */
export function createSideQueues({ documents, due }: ScopedStore, now: () => number) {
  const notedAt = new Map<string, number>()
  return {
    /**
     * Adds an entry, due at `dueAt`. Whoever took it from elsewhere lets go of it there
     * only afterwards.
     */
    async add(name: string, id: string, dueAt: number): Promise<void> {
      await due.add(name, id, dueAt)
      if ((notedAt.get(name) ?? Number.NEGATIVE_INFINITY) > now() - noteAgainMs) return
      await documents.put(collection, name, { notedAt: now() }, 'any')
      notedAt.set(name, now())
    },

    async *names(): AsyncGenerator<string> {
      let after: string | undefined
      for (;;) {
        const page = await documents.list(collection, { after, limit: 500 })
        for (const { id } of page) yield id
        after = page.at(-1)?.id
        if (page.length < 500) return
      }
    },

    /** Forgets a queue that has been empty for long. Whoever adds to it has noted it at most ten minutes before. */
    async tidy(name: string): Promise<void> {
      const noted = await documents.get<{ notedAt: number }>(collection, name)
      if (!noted || noted.value.notedAt > now() - forgetAfterMs) return
      if ((await due.list(name, { limit: 1 })).length > 0) return
      notedAt.delete(name)
      await documents.delete(collection, name, noted.version)
    },
  }
}

/** What `createSideQueues` returns. */
export type SideQueues = ReturnType<typeof createSideQueues>
