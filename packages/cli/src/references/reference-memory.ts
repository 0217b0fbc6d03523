import type { InteractionRef, Json, PostRef, ScopedStore } from '@tutti/model'
import { isAddress } from './is-address.ts'
import { shortIdOf } from './short-id.ts'

const byShortId = 'refs'
const byUrl = 'refs-by-url'
const deleted = 'deleted'

/** One post or interaction, and the channel on which it was seen. */
export interface Reference {
  readonly channel: string
  readonly ref: PostRef | InteractionRef
}

/** Remembers what was shown, so that a person can name it by seven letters or by its address. */
export interface ReferenceMemory {
  /** @returns the short names, in order */
  remember(references: readonly Reference[]): Promise<readonly string[]>
  find(shortIdOrUrl: string): Promise<Reference | undefined>
  /** Notes that something was deleted from here. */
  noteDeleted(reference: Reference, at: number): Promise<void>
  /** Epoch milliseconds at which it was deleted from here, if it was. */
  deletedAt(reference: Reference): Promise<number | undefined>
}

/** A memory in the command's own part of the store. */
export function createReferenceMemory({ documents }: ScopedStore): ReferenceMemory {
  const keyOfUrl = (url: string): string => shortIdOf('', url)
  return {
    async remember(references) {
      const shortIds: string[] = []
      for (const reference of references) {
        const { channel, ref } = reference
        const shortId = shortIdOf(channel, ref.id)
        const value = { channel, ref } as unknown as Json
        await documents.put(byShortId, shortId, value, 'any')
        // An AT URI is an id and an address at once.
        for (const address of new Set([ref.url ?? ref.id, ref.id])) {
          if (isAddress(address)) await documents.put(byUrl, keyOfUrl(address), value, 'any')
        }
        shortIds.push(shortId)
      }
      return shortIds
    },
    async find(name) {
      const found = (await documents.get(byShortId, name)) ?? (await documents.get(byUrl, keyOfUrl(name)))
      return found?.value as unknown as Reference | undefined
    },
    async noteDeleted({ channel, ref }, at) {
      await documents.put(deleted, shortIdOf(channel, ref.id), at, 'any')
    },
    async deletedAt({ channel, ref }) {
      return (await documents.get<number>(deleted, shortIdOf(channel, ref.id)))?.value
    },
  }
}
