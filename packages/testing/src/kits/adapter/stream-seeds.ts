import type { StreamItem, StreamTopic } from '@tutti/model'
import type { Harness } from './harness.ts'
import { uniqueText } from './outgoing.ts'

/** The topics that the kit tries: an adapter refuses those that it lacks with `not-offered`. */
export const topics: readonly StreamTopic[] = [
  { kind: 'interactions' },
  { kind: 'home' },
  { kind: 'public' },
  { kind: 'hashtag', hashtag: 'tutti' },
]

/** Makes something happen that listeners of a topic are told of. @returns its id */
export type Seed = () => Promise<string>

/** What must be there before anything can be told, and how to make it happen. */
export async function prepareSeed(harness: Harness, topic: StreamTopic): Promise<Seed> {
  const { platform } = harness.options
  if (topic.kind === 'interactions') {
    const post = await platform.seedPost({ by: 'account', text: uniqueText() })
    return async () => (await platform.seedComment({ post, text: uniqueText('a comment') })).id
  }
  if (topic.kind === 'home') await harness.run('followProfile', { profile: await platform.otherProfile() })
  const tag = topic.kind === 'hashtag' ? ` #${topic.hashtag}` : ''
  return async () => (await platform.seedPost({ by: 'other', text: uniqueText() + tag })).id
}

/** The id of what an item is about. */
export function idOf(item: StreamItem): string {
  if (item.kind === 'interaction') return item.interaction.ref.id
  return item.kind === 'post-deleted' ? item.post.id : item.post.ref.id
}
