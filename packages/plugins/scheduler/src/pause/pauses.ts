import type { Json, ScopedStore } from '@tutti/model'
import type { Pause, PauseScope } from './pause-api.ts'

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
export function createPauses({ documents }: ScopedStore) {
  const get = async (key: string) => (await documents.get(collection, key))?.value as unknown as Pause | undefined
  return {
    everything: () => get('everything'),
    ofChannel: (channel: string) => get(pauseKey({ channel })),
    ofCampaign: (campaign: string) => get(pauseKey({ campaign })),

    /** The pause that keeps a post from a channel, if one does. */
    async find({ channel, campaign }: PauseSubject): Promise<Pause | undefined> {
      const found = await Promise.all([
        get('everything'),
        get(pauseKey({ channel })),
        campaign === undefined ? undefined : get(pauseKey({ campaign })),
      ])
      return found.find((pause) => pause !== undefined)
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

    async list(): Promise<readonly Pause[]> {
      const found: Pause[] = []
      let after: string | undefined
      for (;;) {
        const page = await documents.list(collection, { after, limit: 500 })
        found.push(...page.map(({ value }) => value as unknown as Pause))
        after = page.at(-1)?.id
        if (page.length < 500) return found
      }
    },
  }
}

/** What `createPauses` returns. */
export type Pauses = ReturnType<typeof createPauses>
