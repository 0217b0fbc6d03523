import { iterate } from '@tutti/core'
import { RejectedError, type UnknownChannel } from '@tutti/model'
import type { Session } from '../client/open-session.ts'
import type { Reference } from './reference-memory.ts'

/** How far back the account's own posts are searched where a platform can't look an address up. */
const maxPages = 5

/** The post at an address, on every channel from which it can be seen. */
export async function findByAddress(
  session: Session,
  address: string,
  only: string | undefined,
): Promise<readonly Reference[]> {
  const found: Reference[] = []
  for (const id of await session.listChannels(only === undefined ? undefined : [only])) {
    const channel = await session.openChannel(id)
    const ref = channel.supports('fetchPostByAddress')
      ? await lookUp(() => channel.fetchPostByAddress({ address }))
      : await findOwnPost(channel, address)
    if (ref !== undefined) found.push({ channel: id, ref })
  }
  return found
}

async function lookUp(fetchPost: () => Promise<{ readonly ref: Reference['ref'] }>) {
  try {
    return (await fetchPost()).ref
  } catch (error) {
    if (RejectedError.isInstance(error) && error.code === 'not-found') return undefined
    throw error
  }
}

async function findOwnPost(channel: UnknownChannel, address: string): Promise<Reference['ref'] | undefined> {
  if (!channel.supports('listPosts')) return undefined
  for await (const { ref } of iterate((page) => channel.listPosts(page), { maxPages })) {
    if (ref.url === address || ref.id === address) return ref
  }
  return undefined
}
