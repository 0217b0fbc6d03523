// Channels that live in the app's own database: each opens when it is used, none at start.
import { createTutti } from '@tutti/core'
import { openPractice } from './practice.ts'

const practice = await openPractice()
const clients = new Map(Array.from({ length: 500 }, (_, index) => [`client-${String(index).padStart(3, '0')}`, index]))
const tutti = await createTutti({
  channels: {
    // In your app: look the account up, and decrypt its credential.
    resolve: async (id) => (clients.has(id) ? practice.channels.fedi : undefined),
    list: async ({ after = '', limit }) => [...clients.keys()].filter((id) => id > after).slice(0, limit),
  },
})
try {
  const { deliveries } = await tutti.publish({ text: 'Closed on Monday.', channels: ['client-007', 'client-123'] })
  for (const [id, { state }] of Object.entries(deliveries)) console.log(`${id}: ${state}`)

  // The adapter is only known when the channel is open: ask what it can do.
  const channel = await tutti.channel('client-007')
  if (channel.supports('listPosts')) console.log(`${(await channel.listPosts()).items.length} posts stand there`)
} finally {
  await tutti.close()
  await practice.close()
}
