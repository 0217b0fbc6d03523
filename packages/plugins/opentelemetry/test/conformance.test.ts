import { describePlugin } from '@tutti/testing'
import { opentelemetry } from '../src/index.ts'

describePlugin({
  create: (more) => opentelemetry({ ...more }),
  exercise: async ({ client, channel }) => {
    await client.publish({ text: 'Hello', channels: [channel] })
    for await (const interaction of client.interactions()) interaction.kind
  },
})
