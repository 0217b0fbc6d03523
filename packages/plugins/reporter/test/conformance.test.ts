import { describePlugin } from '@tutti/testing'
import { reporter } from '../src/index.ts'

describePlugin({
  create: (more) => reporter({ ...more }),
  exercise: ({ api, channel, post }) => api.collect({ posts: [{ channel, ref: post }] }),
  inspect: async ({ api }) => (await api.data()).posts,
})
