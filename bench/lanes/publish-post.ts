import { asyncLane, type Lane, type Rounds, ratio, ratios, type Samples } from '../measure/interleave.ts'
import { inMode } from '../measure/mode.ts'
import type { Row } from '../measure/row.ts'
import { openTutti, type TuttiClient } from './tutti-client.ts'

/** How much is measured of publishing. */
export const publishRounds: Rounds = {
  // Until the engine has optimised all lanes: the work of its compiler counts as CPU time as well.
  warmUpRounds: 12,
  minRounds: 5,
  maxRounds: inMode(60, 15),
  maxSeconds: inMode(25, 12),
  // Below Mastodon's 300 requests in five minutes: nothing waits.
  times: 60,
}

let sequence = 0

/** No two posts alike, as platforms and journals expect. */
export function nextText(): string {
  sequence += 1
  return `The lemon cake is back, with more lemon than ever before: number ${sequence}`
}

/**
 * Publishes with Tutti, from the author's text to the ref of what stands on the platform. Opens a client
 * for each round: an unused budget, an empty journal, the account already known.
 */
export function publishByTutti(name: string, server: string, channel: 'fedi' | 'sky', withHooks: boolean): Lane {
  let client: TuttiClient
  const once = async () => {
    const { deliveries } = await client.publish(client.post({ text: nextText(), channels: [channel] }))
    if (deliveries[channel]?.state !== 'published') throw new Error(JSON.stringify(deliveries))
  }
  return {
    ...asyncLane(name, () => once()),
    async prepare() {
      client = await openTutti(server, { withHooks })
      await once()
    },
    finish: () => client.close(),
  }
}

/** Two rows: one lane beside bare ky, and beside bare fetch. */
export function publishRows(samples: Samples, lane: string, name: string, peers: readonly string[]): readonly Row[] {
  return [
    {
      name: `${name}, CPU, to bare ky`,
      unit: '×',
      ours: ratio(samples, lane, 'ky'),
      budget: { atMost: 1.25 },
      peers: ratios(samples, ['fetch', ...peers], 'ky'),
      tolerance: 0.6,
    },
    {
      name: `${name}, CPU, to bare fetch`,
      unit: '×',
      ours: ratio(samples, lane, 'fetch'),
      budget: { atMost: 2.8 },
      peers: ratios(samples, ['ky', ...peers], 'fetch'),
      tolerance: 0.6,
    },
  ]
}
