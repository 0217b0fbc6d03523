import type { DemoClient } from './client.ts'
import type { Narrator } from './narrator.ts'

const aheadMs = 3000

/** The wall time some seconds ahead, as somebody in Rome would write it. */
function wallTimeInRome(at: number): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome', dateStyle: 'short', timeStyle: 'medium' })
  return `${parts.format(at).replace(' ', 'T')}[Europe/Rome]`
}

/** Schedules one more post a few seconds ahead. @returns a promise of its firing */
export async function scheduleReminder(tutti: DemoClient, narrator: Narrator) {
  narrator.heading('3. One more, at a wall time')
  const at = wallTimeInRome(Date.now() + aheadMs)
  const post = tutti.post({ text: 'The oven is warm. See you on Saturday!', channels: ['fedi'] })
  const scheduled = await tutti.scheduler.schedule(post, { at })
  narrator.happens(`scheduled for ${at}; it lies in the store and would survive a crash. Meanwhile:`)
  const fired = new Promise<{ readonly lateMs: number; readonly state: string | undefined }>((resolve) => {
    tutti.on('scheduler.fired', (event) => {
      if (event.scheduled.id !== scheduled.id) return
      const lateMs = (event.scheduled.firedAt ?? 0) - scheduled.at
      const state = event.scheduled.deliveries?.fedi
      narrator.happens(`the scheduled post went out ${lateMs} ms after its time: ${state}`)
      resolve({ lateMs, state })
    })
  })
  return { fired }
}
