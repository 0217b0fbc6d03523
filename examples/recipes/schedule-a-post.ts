// A post at a wall time in a zone. It lies in the store until then, and survives a restart.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTutti } from '@tutti/core'
import { scheduler } from '@tutti/scheduler'
import { sqliteStore } from '@tutti/store-sqlite'
import { openPractice } from './practice.ts'

const practice = await openPractice()
const folder = await mkdtemp(join(tmpdir(), 'tutti-schedule-'))
const tutti = await createTutti({
  store: sqliteStore(join(folder, 'tutti.db')),
  channels: practice.channels,
  plugins: [scheduler({ timeZone: 'Europe/Rome' })],
})
try {
  const post = tutti.post({ text: 'See you on Saturday!' })
  const { id, localTime } = await tutti.scheduler.schedule(post, { at: '2099-12-01T09:00[Europe/Rome]' })
  console.log(`waits until ${localTime}`)
  // The clocks go forward in the night: 02:30 is not there. The preview says what happens instead.
  const gap = await tutti.scheduler.schedule(post, { at: '2099-03-29T02:30[Europe/Rome]' })
  console.log(`${gap.adjusted}: goes out at ${new Date(gap.at).toISOString()}`)
  console.log((await tutti.scheduler.cancel(id)).state)
} finally {
  await tutti.close()
  await practice.close()
  await rm(folder, { recursive: true })
}
