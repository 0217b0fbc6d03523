// One inbox over all channels: whoever asks gets an answer.
import { createTutti } from '@tutti/core'
import { openPractice } from './practice.ts'

const practice = await openPractice()
const tutti = await createTutti({ channels: practice.channels })
try {
  const { deliveries } = await tutti.publish({ text: 'Lemon cake, from Saturday.' })
  const post = deliveries.sky.parts[0]?.ref
  if (post === undefined) throw new Error(`not published: ${deliveries.sky.state}`)
  practice.comment('ada.test', 'Is there one without nuts?', post)

  for await (const { channel, author, text, ref } of tutti.interactions({ kinds: ['reply', 'comment', 'mention'] })) {
    console.log(`${author.handle} on ${channel}: ${text}`)
    if (!text.includes('?')) continue
    const answer = await tutti.channel('sky').replyToInteraction({ interaction: ref, text: 'Yes, all of them!' })
    console.log(`answered: ${answer.ref.url ?? answer.ref.id}`)
  }
} finally {
  await tutti.close()
  await practice.close()
}
