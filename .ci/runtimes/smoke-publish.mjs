// The main job on any runtime: a post with a picture and one that becomes a thread go out on both platforms and are
// read back. Takes the JSON of serve-fakes.mjs as its argument.
import { bluesky } from '@tutti/bluesky'
import { createTutti, image } from '@tutti/core'
import { mastodon } from '@tutti/mastodon'

// A grey square of one pixel.
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=='
const servers = JSON.parse(process.argv.at(-1) ?? '')
const tutti = await createTutti({
  channels: {
    sky: bluesky({ service: servers.bluesky.service }).channel({
      identifier: 'shop.test',
      appPassword: servers.bluesky.appPassword,
    }),
    fedi: mastodon({ server: servers.mastodon.server }).channel({ accessToken: servers.mastodon.accessToken }),
  },
  log: { debug() {}, info() {}, warn() {} },
})

const bytes = Uint8Array.from(atob(pixel), (character) => character.charCodeAt(0))
const text = 'Fresh bread every morning, and a lemon cake on Saturdays. '.repeat(6).trim()
const result = await tutti.publish(
  tutti.post({ text, split: { counter: true }, media: [image(new Blob([bytes]), { alt: 'A grey square' })] }),
)
for (const [channel, { state, parts, issues }] of Object.entries(result.deliveries)) {
  if (state !== 'published') throw new Error(`${channel} is ${state}: ${JSON.stringify(issues)}`)
  const { items } = await tutti.channel(channel).listPosts()
  const shown = new Set(items.map(({ ref }) => ref.id))
  if (!parts.every(({ ref }) => shown.has(ref?.id))) throw new Error(`${channel} does not show what was published`)
}
await tutti.close()
console.log(`${globalThis.Bun ? 'Bun' : globalThis.Deno ? 'Deno' : 'Node'}: published and read back on both platforms`)
