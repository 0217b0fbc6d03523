import type { Interaction, Json, ScopedStore } from '@tutti/model'
import type { Verdict } from './verdict.ts'

const verdicts = 'verdicts'
const interactions = 'interactions'

/** An interaction as it is kept for dry runs: without the platform's raw answers. */
export type StoredInteraction = Omit<Interaction, 'raw'>

/** The id of an interaction's verdict. */
export function verdictId(interaction: { readonly channel: string; readonly ref: { readonly id: string } }): string {
  return JSON.stringify([interaction.channel, interaction.ref.id])
}

/** Keys sort by time, so that the oldest come first when there are too many. */
function interactionKey({ createdAt, channel, ref }: Interaction): string {
  return `${String(Math.max(0, createdAt)).padStart(16, '0')}:${JSON.stringify([channel, ref.id])}`
}

function withoutRaw({ raw: _, ...interaction }: Interaction): Json {
  const { raw: __, ...author } = interaction.author
  return { ...interaction, author } as unknown as Json
}

/** Verdicts and interactions in the store. */
export function createRecords(store: ScopedStore) {
  async function* all<T>(collection: string): AsyncGenerator<{ readonly id: string; readonly value: T }> {
    let after: string | undefined
    for (;;) {
      const page = await store.documents.list(collection, { after, limit: 500 })
      for (const { id, value } of page) yield { id, value: value as unknown as T }
      after = page.at(-1)?.id
      if (page.length < 500) return
    }
  }
  return {
    async findVerdict(id: string): Promise<Verdict | undefined> {
      return (await store.documents.get(verdicts, id))?.value as unknown as Verdict | undefined
    },
    async saveVerdict(verdict: Verdict): Promise<void> {
      await store.documents.put(verdicts, verdict.id, verdict as unknown as Json, 'any')
    },
    async *verdicts(): AsyncGenerator<Verdict> {
      for await (const { value } of all<Verdict>(verdicts)) yield value
    },
    async saveInteraction(interaction: Interaction): Promise<void> {
      await store.documents.put(interactions, interactionKey(interaction), withoutRaw(interaction), 'any')
    },
    async *interactions(): AsyncGenerator<StoredInteraction> {
      for await (const { value } of all<StoredInteraction>(interactions)) yield value
    },
    /** Forgets the oldest interactions beyond `keep`. */
    async prune(keep: number): Promise<void> {
      const keys: string[] = []
      for await (const { id } of all(interactions)) keys.push(id)
      for (const id of keys.slice(0, Math.max(0, keys.length - keep))) await store.documents.delete(interactions, id)
    },
  }
}

/** What `createRecords` returns. */
export type Records = ReturnType<typeof createRecords>
