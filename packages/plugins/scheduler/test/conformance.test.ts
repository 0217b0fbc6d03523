import { describePlugin } from '@tutti/testing'
import { scheduler } from '../src/index.ts'

describePlugin({
  create: (more) => scheduler({ timeZone: 'Europe/Rome', ...more }),
  async exercise({ api, clock, channel }) {
    const at = new Date(clock.now() + 60_000).toISOString()
    const scheduled = await api.schedule({ text: 'on time', channels: [channel] }, { at })
    await clock.advance(61_000)
    const later = new Date(clock.now() + 3_600_000).toISOString()
    await api.schedule({ text: 'never', channels: [channel] }, { at: later })
    return api.get(scheduled.id)
  },
  inspect: ({ api }) => api.list(),
})
