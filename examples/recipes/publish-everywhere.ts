// One text, two platforms, said a little differently on one of them.
import { createTutti } from '@tutti/core'
import { openPractice } from './practice.ts'

const practice = await openPractice()
const tutti = await createTutti({ channels: practice.channels })
try {
  const { deliveries } = await tutti.publish(
    tutti.post({
      text: 'A lemon cake with olive oil, from Saturday in our shop.',
      perChannel: { sky: { text: 'Lemon cake, from Saturday.' } },
    }),
  )
  for (const { channel, state, parts } of Object.values(deliveries)) {
    const ref = parts[0]?.ref
    console.log(`${channel}: ${state}, ${ref?.url ?? ref?.id}`)
  }
} finally {
  await tutti.close()
  await practice.close()
}
