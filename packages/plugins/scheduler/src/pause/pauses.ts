import type { Json, PluginHost } from '@tutti/model'
import type { Pause, PauseScope } from './pause-api.ts'
import { shareReads } from './share-reads.ts'

const collection = 'pauses'

/** What a pause may be about, of one post on its way to one channel. */
export interface PauseSubject {
  readonly channel: string
  readonly campaign?: string | undefined
}

/** The name of a scope: of its record, and of what waits for its end. */
export function pauseKey(scope: PauseScope): string {
  if ('channel' in scope) return `channel ${scope.channel}`
  return 'campaign' in scope ? `campaign ${scope.campaign}` : 'everything'
}

/** Pauses in the store. Nothing of them is remembered: another process may have made one just now. */
export function createPauses({ store: { documents }, clock }: Pick<PluginHost, 'store' | 'clock'>) {
  const readAll = async (): Promise<ReadonlyMap<string, Pause>> => {
    const found = new Map<string, Pause>()
    let after: string | undefined
    for (;;) {
      const page = await documents.list(collection, { after, limit: 500 })
      for (const { id, value } of page) found.set(id, value as unknown as Pause)
      after = page.at(-1)?.id
      if (page.length < 500) return found
    }
  }
  // Few are in force at any time, and every post asks for them several times.
  const all = shareReads(clock, readAll)
  const get = async (key: string) => (await all()).get(key)
  return {
    everything: () => get('everything'),
    ofChannel: (channel: string) => get(pauseKey({ channel })),

    /** The pause that keeps a post from a channel, if one does. */
    async find({ channel, campaign }: PauseSubject): Promise<Pause | undefined> {
      const pauses = await all()
      const ofCampaign = campaign === undefined ? undefined : pauses.get(pauseKey({ campaign }))
      return pauses.get('everything') ?? pauses.get(pauseKey({ channel })) ?? ofCampaign
    },

    /** Whether a pause of this name is in force. */
    has: async (key: string) => (await get(key)) !== undefined,

    async put(pause: Pause): Promise<void> {
      await documents.put(collection, pauseKey(pause.scope), pause as unknown as Json, 'any')
    },

    /** @returns whether there was one */
    async delete(scope: PauseScope): Promise<boolean> {
      const key = pauseKey(scope)
      if ((await get(key)) === undefined) return false
      await documents.delete(collection, key)
      return true
    },

    list: async (): Promise<readonly Pause[]> => [...(await all()).values()],
  }
}

/** What `createPauses` returns. */
export type Pauses = ReturnType<typeof createPauses>
