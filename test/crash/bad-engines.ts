import type { DeliveryRecord, Json, PublishPostOutput, ScopedStore, Store } from '@tutti/core'
import type { board } from '@tutti/testing/fakes'

/** The real engine with one of its promises taken away. The checker must find each of them out. */
export const badEngineNames = ['blind retry', 'no fence', 'journal after send', 'lease to queued'] as const

/** The name of a bad engine. */
export type BadEngineName = (typeof badEngineNames)[number]

type Board = ReturnType<typeof board>

/** Blind retry: whatever the error says, the request is sent again. */
export function spoilAdapter(adapter: Board, badEngine: BadEngineName | undefined): Board {
  const { publishPost } = adapter.operations
  if (badEngine !== 'blind retry') return adapter
  const retrying: typeof publishPost = async (input, context): Promise<PublishPostOutput> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await publishPost(input, context)
      } catch (error) {
        if (tries === 3) throw error
      }
    }
  }
  return Object.assign(adapter, { operations: { ...adapter.operations, publishPost: retrying } })
}

/** Takes a promise of the journal away. */
export function spoilStore(store: Store, badEngine: BadEngineName | undefined): Store {
  if (badEngine === undefined || badEngine === 'blind retry') return store
  return {
    durable: store.durable,
    scope: (tenant, owner) => spoilScope(store.scope(tenant, owner), badEngine),
    close: () => store.close(),
  }
}

function spoilScope(scope: ScopedStore, badEngine: BadEngineName): ScopedStore {
  const { documents, due, samples, locks } = scope
  const documentsWith = (change: Partial<typeof documents>): typeof documents => ({
    get: (collection, id) => documents.get(collection, id),
    put: (collection, id, value, expected) => documents.put(collection, id, value, expected),
    delete: (collection, id, expected) => documents.delete(collection, id, expected),
    list: (collection, options) => documents.list(collection, options),
    ...change,
  })
  switch (badEngine) {
    case 'no fence':
      return {
        samples,
        locks,
        documents: documentsWith({ put: (collection, id, value) => documents.put(collection, id, value, 'any') }),
        due: {
          add: (queue, id, dueAt) => due.add(queue, id, dueAt),
          remove: (queue, id) => due.remove(queue, id),
          claim: (queue, options) => due.claim(queue, options),
          claimOne: (queue, id, options) => due.claimOne(queue, id, options),
          complete: (queue, lease) => due.complete(queue, lease),
          release: (queue, lease, dueAt) => due.release(queue, lease, dueAt),
          list: (queue, options) => due.list(queue, options),
          renew: async (_queue, lease, { now, leaseMs }) => ({ ...lease, leaseUntil: now + leaseMs }),
        },
      }
    case 'journal after send':
      return {
        ...scope,
        documents: documentsWith({
          put: async (collection, id, value, expected) =>
            typeof expected === 'number' && hasPart(value, 'publishing')
              ? expected
              : documents.put(collection, id, value, expected),
        }),
      }
    case 'lease to queued':
      return {
        ...scope,
        documents: documentsWith({
          async get<T extends Json>(collection: string, id: string) {
            const stored = await documents.get<T>(collection, id)
            return stored && hasPart(stored.value, 'publishing') ? { ...stored, value: requeued(stored.value) } : stored
          },
        }),
      }
    default:
      return scope
  }
}

const partsOf = (value: Json) => (value as unknown as Partial<DeliveryRecord> | null)?.parts

const hasPart = (value: Json, state: string): boolean => partsOf(value)?.some((part) => part.state === state) ?? false

function requeued<T extends Json>(value: T): T {
  const parts = partsOf(value)?.map((part) => (part.state === 'publishing' ? { ...part, state: 'queued' } : part))
  return { ...(value as object), parts } as unknown as T
}
