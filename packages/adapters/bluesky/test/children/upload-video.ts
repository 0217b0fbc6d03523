import { bluesky } from '@tutti/bluesky'
import { createTutti, memoryStore, video } from '@tutti/core'
import { runUploadChild } from '@tutti/testing/child'
import { fakeBluesky } from '@tutti/testing/fakes'

/** The body of a process that publishes a post with a video, as an app does. */
export function uploadVideo(more: (service: string) => { readonly videoService?: string }): Promise<void> {
  return runUploadChild(async (file, service) => {
    const channel = bluesky({ service, ...more(service) }).channel({
      identifier: 'alice.test',
      appPassword: fakeBluesky().appPassword(),
    })
    const tutti = await createTutti({ store: memoryStore(), channels: { sky: channel } })
    try {
      const { deliveries } = await tutti.publish({ text: 'A film', media: [video(file, { alt: 'Test picture' })] })
      if (deliveries.sky.state !== 'published') throw new Error(JSON.stringify(deliveries.sky))
    } finally {
      await tutti.close()
    }
  })
}
