// A process that publishes a post with a video, as an app does.
import { createTutti, memoryStore, video } from '@tutti/core'
import { mastodon } from '@tutti/mastodon'
import { runUploadChild } from '@tutti/testing/child'
import { fakeMastodon } from '@tutti/testing/fakes'

await runUploadChild(async (file, server) => {
  const accessToken = fakeMastodon().accessToken()
  const channels = { fedi: mastodon({ server }).channel({ accessToken }) }
  const tutti = await createTutti({ store: memoryStore(), channels })
  try {
    const { deliveries } = await tutti.publish({ text: 'A film', media: [video(file, { alt: 'Test picture' })] })
    if (deliveries.fedi.state !== 'published') throw new Error(JSON.stringify(deliveries.fedi))
  } finally {
    await tutti.close()
  }
})
