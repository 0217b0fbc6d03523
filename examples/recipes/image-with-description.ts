// A picture, with what it shows for people who can't see it.
import { createTutti, image } from '@tutti/core'
import { samplePng } from '@tutti/testing/fakes'
import { openPractice } from './practice.ts'

const practice = await openPractice()
const tutti = await createTutti({ channels: practice.channels })
try {
  // A Blob here; image('./cake.jpg', …) reads a file.
  const picture = new Blob([samplePng(200, 32)], { type: 'image/png' })
  const { deliveries } = await tutti.publish({
    text: 'The cake of the week.',
    media: [image(picture, { alt: 'A lemon cake on a blue plate' })],
  })
  const { ref } = deliveries.fedi.parts[0] ?? {}
  if (ref === undefined) throw new Error(`not published: ${deliveries.fedi.state}`)
  const post = await tutti.channel('fedi').fetchPost({ post: ref })
  console.log(`${post.media[0]?.kind.unified}: ${post.media[0]?.alt}`)
} finally {
  await tutti.close()
  await practice.close()
}
