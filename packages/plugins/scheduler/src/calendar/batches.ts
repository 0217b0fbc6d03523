import { InvalidInputError, type ScopedStore, StoreError } from '@tutti/model'

const collection = 'batches'
/** Those that are not finished, so that nobody has to read all of them to find these. */
const openCollection = 'open-batches'

/** A batch that is still open after so long belongs to a process that has died. */
const abandonedAfterMs = 24 * 60 * 60_000

type BatchState = 'open' | 'committed' | 'abandoned'

/** What carries the mark of a batch: it is not there for anybody until the batch is committed. */
export interface Batched {
  readonly batch?: string | undefined
}

/**
 * Batches make many records appear at once, or none of them. Each record is written with the mark of its batch,
 * and is seen when the batch is committed: by one compare-and-set, which a process has done or not done when it dies.
 */
export function createBatches({ documents }: ScopedStore, now: () => number) {
  const committed = new Set<string>()

  const read = async (id: string) => {
    const found = await documents.get<{ state: BatchState; startedAt: number }>(collection, id)
    if (found?.value.state === 'committed') committed.add(id)
    return found
  }

  const isCommitted = async (id: string): Promise<boolean> =>
    committed.has(id) || (await read(id))?.value.state === 'committed'

  const settle = async (id: string, state: BatchState): Promise<boolean> => {
    const found = await read(id)
    if (found?.value.state !== 'open') return found?.value.state === state
    try {
      await documents.put(collection, id, { ...found.value, state }, found.version)
      return true
    } catch (error) {
      if (!StoreError.isInstance(error) || error.code !== 'store-conflict') throw error
      return (await read(id))?.value.state === state
    }
  }

  /** Makes sure that it will never be committed. @returns false when it is committed already */
  const abandon = async (id: string): Promise<boolean> =>
    (await read(id)) === undefined || (await settle(id, 'abandoned'))

  return {
    async open(): Promise<string> {
      const id = crypto.randomUUID()
      await documents.put(openCollection, id, { startedAt: now() }, 'any')
      await documents.put(collection, id, { state: 'open', startedAt: now() }, 'absent')
      return id
    },

    /**
     * Shows everything that was written with it.
     * @throws InvalidInputError `import-overtaken` when somebody else has put an end to it
     */
    async commit(id: string): Promise<void> {
      if (await settle(id, 'committed')) {
        committed.add(id)
        await documents.delete(openCollection, id)
        return
      }
      const message = 'another import of the same posts has taken over: nothing of this one is in the calendar'
      throw new InvalidInputError({ code: 'import-overtaken', message })
    },

    abandon,

    /**
     * Whether a new record may stand in the place of one that is stored. Only a batch puts an end to another: then the
     * other one is abandoned. What an abandoned one has left behind is in nobody's way.
     */
    async mayReplace({ batch: other }: Batched, batch: string | undefined): Promise<boolean> {
      if (other === undefined || other === batch) return false
      if (batch !== undefined) return abandon(other)
      const state = (await read(other))?.value.state
      return state !== 'open' && state !== 'committed'
    },

    /** Leaves it out when others look for what is not finished. */
    forgetOpen: (id: string): Promise<void> => documents.delete(openCollection, id),

    /** Forgets one that was abandoned and of which nothing is left. */
    async forget(id: string): Promise<void> {
      await documents.delete(collection, id)
      await documents.delete(openCollection, id)
    },

    /** Those that a process has left behind. */
    async leftBehind(): Promise<readonly string[]> {
      const found = await documents.list<{ startedAt: number }>(openCollection, { limit: 100 })
      const old = found.filter(({ value }) => value.startedAt < now() - abandonedAfterMs)
      return old.map(({ id }) => id)
    },

    /** Says of one record after another whether it is there; the same of all records of a batch. */
    view(): (record: Batched) => Promise<boolean> {
      const known = new Map<string, Promise<boolean>>()
      return async ({ batch }) => {
        if (batch === undefined || committed.has(batch)) return true
        const answer = known.get(batch) ?? isCommitted(batch)
        known.set(batch, answer)
        return answer
      }
    },
  }
}

/** What `createBatches` returns. */
export type Batches = ReturnType<typeof createBatches>
