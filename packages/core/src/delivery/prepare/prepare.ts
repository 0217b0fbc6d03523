import {
  type CallOptions,
  InvalidInputError,
  type Media,
  type Post,
  type PreparedMedia,
  type Preview,
} from '@tutti/model'
import type { ChannelRuntime, CoreRuntime } from '../../runtime.ts'
import { checkPost } from '../input/check-post.ts'
import { memberPath } from '../input/checks.ts'
import { createCardReader } from './card-reader.ts'
import { type MediaReader, prepareChannel } from './prepare-channel.ts'

/** How many channels are opened to see whether a platform named in `platformOptions` exists. */
const maxChannelsAsked = 100

/** Prepares a post for its channels. Writes nothing on any platform. */
export async function prepare(
  core: CoreRuntime,
  readMedia: MediaReader,
  post: Post,
  options: CallOptions = {},
): Promise<Preview> {
  checkPost(post)
  const channels = await openChannels(core, post)
  await checkOtherNames(core, post, channels)
  const postId = post.id ?? crypto.randomUUID()
  const readOnce = once(readMedia)
  const cards = createCardReader(core.fetchOutside, options.signal)
  const prepared = await Promise.all(
    channels.map((channel) => prepareChannel({ core, channel, post, postId, readMedia: readOnce, cards, options })),
  )
  return { postId, channels: Object.fromEntries(prepared.map((item) => [item.channel, item])) }
}

async function openChannels(core: CoreRuntime, post: Post): Promise<readonly ChannelRuntime[]> {
  const ids = post.channels ?? (await allChannels(core))
  if (ids.length === 0) {
    throw new InvalidInputError({ code: 'unknown-channel', message: 'the client has no channels', path: 'channels' })
  }
  return Promise.all(ids.map((id, index) => openChannel(core, id, post.channels ? `channels[${index}]` : 'channels')))
}

async function allChannels(core: CoreRuntime): Promise<readonly string[]> {
  const ids: string[] = []
  for await (const id of core.listChannels()) ids.push(id)
  return ids
}

async function openChannel(core: CoreRuntime, id: string, path: string): Promise<ChannelRuntime> {
  try {
    return await core.openChannel(id)
  } catch (error) {
    if (!InvalidInputError.isInstance(error) || error.code !== 'unknown-channel') throw error
    throw new InvalidInputError({ code: error.code, message: error.message, path, advice: error.advice, cause: error })
  }
}

/** Names of channels and platforms that this post does not go to must at least exist: they may be misspelt. */
async function checkOtherNames(core: CoreRuntime, post: Post, channels: readonly ChannelRuntime[]): Promise<void> {
  for (const id of Object.keys(post.perChannel ?? {})) {
    if (channels.some((channel) => channel.id === id)) continue
    await openChannel(core, id, memberPath('perChannel', id))
  }
  for (const platform of Object.keys(post.platformOptions ?? {})) {
    if (channels.some((channel) => channel.adapter.id === platform)) continue
    if (await hasPlatform(core, platform)) continue
    throw new InvalidInputError({
      code: 'invalid-input',
      message: `no channel is on a platform called ${JSON.stringify(platform)}`,
      path: memberPath('platformOptions', platform),
    })
  }
}

async function hasPlatform(core: CoreRuntime, platform: string): Promise<boolean> {
  let asked = 0
  for await (const id of core.listChannels()) {
    // With very many channels the rest gets the benefit of the doubt.
    if (asked === maxChannelsAsked) return true
    asked += 1
    if ((await core.openChannel(id)).adapter.id === platform) return true
  }
  return false
}

/** The same attachment is read once, however many channels it goes to. */
function once(readMedia: MediaReader): MediaReader {
  const read = new Map<Media, Promise<PreparedMedia>>()
  return (media, place) => {
    const known = read.get(media) ?? readMedia(media, place)
    read.set(media, known)
    return known
  }
}
