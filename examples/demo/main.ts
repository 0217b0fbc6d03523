import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { announce } from './announce.ts'
import { createClient } from './client.ts'
import { converse } from './converse.ts'
import { measure } from './measure.ts'
import { createNarrator } from './narrator.ts'
import { startPlatforms } from './platforms.ts'
import { scheduleReminder } from './schedule.ts'
import { verify } from './verify.ts'

const narrator = createNarrator(process.stdout)
const folder = mkdtempSync(join(tmpdir(), 'tutti-demo-'))
const reportFolder = mkdtempSync(join(tmpdir(), 'tutti-report-'))

narrator.say(
  'Tutti publishes for a bakery: on Bluesky (“sky”), on Mastodon (“fedi”), and on a Mastodon server with troubles (“club”). ' +
    'The three platforms are fakes on this machine, spoken to over real HTTP. No account is needed, and nothing leaves this machine.',
)
const platforms = await startPlatforms()
const tutti = await createClient(platforms, folder)
try {
  const deliveries = await announce(tutti, platforms, narrator, folder)
  const { fired } = await scheduleReminder(tutti, narrator)
  const { answered, hidden } = await converse(tutti, platforms, narrator, deliveries)
  const { state: scheduledState } = await fired
  const measured = await measure(tutti, platforms, narrator, deliveries, reportFolder)
  // For the demo's own test: a post that was claimed and is not there must be found out.
  if (process.env.TUTTI_DEMO_SABOTAGE) platforms.flaky.platform.reset()
  const claims = { deliveries, answered, hidden, scheduledState, measured }
  process.exitCode = (await verify(platforms, claims, narrator)) ? 0 : 1
  narrator.say(
    process.exitCode === 0
      ? '\nEverything claimed is true. Next: README.md, then docs/guides/first-post.md.'
      : '\nThe ledgers disagree with what was claimed: that is a bug.',
  )
} finally {
  await tutti.close()
  await platforms.close()
  rmSync(folder, { recursive: true, force: true })
}
