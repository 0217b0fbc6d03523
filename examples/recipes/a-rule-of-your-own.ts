// A plugin: every post gets a hashtag on one platform, and none goes out that promises something.
import { createTutti, definePlugin, guardPublish, pluginRef, preparePost } from '@tutti/core'
import { openPractice } from './practice.ts'

const houseRules = definePlugin({
  ref: pluginRef<object>()('houseRules'),
  hooks: [
    preparePost.use(({ platform, ...input }) =>
      platform === 'mastodon'
        ? { ...input, platform, post: { ...input.post, text: `${input.post.text} #bakery` } }
        : undefined,
    ),
    guardPublish.use(({ prepared }) =>
      prepared.parts.some(({ text }) => /guarantee/i.test(text)) ? { deny: 'it promises something' } : undefined,
    ),
  ],
  setup: () => ({}),
})

const practice = await openPractice()
const tutti = await createTutti({ channels: practice.channels, plugins: [houseRules] })
try {
  const { channels } = await tutti.prepare({ text: 'Fresh bread.', channels: ['fedi'] })
  console.log(channels.fedi.parts[0]?.text)
  const { deliveries } = await tutti.publish({ text: 'Guaranteed to make you happy.', channels: ['sky'] })
  console.log(`${deliveries.sky.state}: ${deliveries.sky.reason}`)
} finally {
  await tutti.close()
  await practice.close()
}
