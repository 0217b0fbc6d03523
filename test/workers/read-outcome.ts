import type { Delivery } from '@tutti/core'
import type { PlannedPost } from './plan.ts'
import { createWorkerClient } from './process/create-client.ts'
import type { Scene } from './scene.ts'

/** What became of all posts, by the platforms' ledgers and the journal. */
export interface Outcome {
  /** Ids of posts that do not stand exactly once, after a person has decided what was left to one. */
  readonly wrong: readonly string[]
  /** What the journal says that is not published, after the same. */
  readonly unpublished: readonly string[]
  /** Deliveries whose answer nobody got: they were found by reading back, sent again, or left to a person. */
  readonly doubtful: readonly DoubtfulDelivery[]
}

/** One delivery whose request was on its way when its worker was taken away. */
export interface DoubtfulDelivery {
  readonly id: string
  /** From its first entry in the journal to its last, in epoch milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
  /** How it came to an end. */
  readonly how: 'read-back' | 'sent again' | 'needs-human'
}

/** Reads the journal, decides as a person would who looks at the platform, and counts what stands there. */
export async function readOutcome({ channels, job }: Scene, posts: readonly PlannedPost[]): Promise<Outcome> {
  const { client, close } = await createWorkerClient(job, { work: false })
  try {
    const doubtful: DoubtfulDelivery[] = []
    const unpublished: string[] = []
    const seen = new Set<string>()
    for (let after: string | undefined; ; ) {
      const page = await client.deliveries.list({ after, limit: 500 })
      for (const delivery of page) {
        seen.add(delivery.postId)
        const doubt = doubtOf(delivery)
        if (doubt) doubtful.push(doubt)
        const state =
          delivery.state === 'needs-human' ? await decideAsPerson(client, channels, delivery) : delivery.state
        if (state !== 'published') unpublished.push(`${delivery.postId}: ${state}, ${delivery.reason}`)
      }
      after = page.at(-1)?.postId
      if (page.length === 0) break
    }
    const counts = new Map<string, number>()
    for (const { platform } of channels) {
      for (const { text } of platform.ledger.posts) counts.set(text, (counts.get(text) ?? 0) + 1)
    }
    const wrong = posts
      .filter(({ id }) => counts.get(id) !== 1)
      .map(({ id }) => `${id} stands ${counts.get(id) ?? 0} times`)
    const missing = posts.filter(({ id }) => !seen.has(id)).map(({ id }) => `${id}: not in the journal`)
    return { wrong, unpublished: [...unpublished, ...missing], doubtful }
  } finally {
    await close()
  }
}

type Client = Awaited<ReturnType<typeof createWorkerClient>>['client']

/** Looks at the platform, as somebody would who is asked: it is there, or it is sent again. */
async function decideAsPerson(client: Client, channels: Scene['channels'], { postId, channel }: Delivery) {
  const { platform } = channels.find(({ plan }) => plan.id === channel) ?? {}
  const post = platform?.ledger.posts.find(({ text }) => text === postId)
  const place = { postId, channel, part: 0 } as const
  const ref = post && ({ v: 1, platform: 'board', kind: 'post', id: post.id } as const)
  const decision = ref
    ? ({ ...place, decision: 'published', ref } as const)
    : ({ ...place, decision: 'resend' } as const)
  return (await client.deliveries.decide(decision)).state
}

function doubtOf({ postId: id, state, parts, attempts, createdAt, updatedAt }: Delivery): DoubtfulDelivery | undefined {
  const times = { id, createdAt, updatedAt }
  if (state === 'needs-human') return { ...times, how: 'needs-human' }
  if (parts[0]?.confirmedBy === 'read-back') return { ...times, how: 'read-back' }
  return attempts.some(({ action }) => action === 'find') ? { ...times, how: 'sent again' } : undefined
}
