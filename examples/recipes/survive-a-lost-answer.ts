// The platform publishes the post, and the line drops before it can say so. The post is read back, not sent again.
import { createTutti } from '@tutti/core'
import { openPractice } from './practice.ts'

const practice = await openPractice()
const tutti = await createTutti({ channels: practice.channels })
try {
  practice.faults.fedi.add({ kind: 'reset', committed: true }, { on: 'commit' })
  tutti.on('reconciliation.started', ({ channel }) => console.log(`${channel}: was it published? Reading back …`))
  const { deliveries } = await tutti.publish({ text: 'Once is enough.', channels: ['fedi'] })
  console.log(`fedi: ${deliveries.fedi.state}, known by ${deliveries.fedi.parts[0]?.confirmedBy}`)
  const { items } = await tutti.channel('fedi').listPosts()
  console.log(`It stands there ${items.length} time.`)
} finally {
  await tutti.close()
  await practice.close()
}
