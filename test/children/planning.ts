// Plans posts until the store takes no more, or so many are planned, and prints what was confirmed and what it was told
// then. Usage: planning.ts FILE SERVER COUNT
import { TuttiError } from '@tutti/core'
import { sqliteStore } from '@tutti/store-sqlite'
import { createTroubledClient } from '../stores/create-client.ts'
import type { Planned } from '../stores/planned.ts'

const [, , file = '', server = '', count = ''] = process.argv
const at = new Date(Date.now() + 24 * 60 * 60_000).toISOString()
const store = sqliteStore(file)
const confirmed: string[] = []
let refused: Planned['refused']
try {
  const client = await createTroubledClient(store, server, false)
  for (let index = 0; index < Number(count); index += 1) {
    await client.scheduler.schedule({ id: `${process.pid}-${index}`, text: 'x'.repeat(20_000) }, { at })
    confirmed.push(`${process.pid}-${index}`)
  }
} catch (error) {
  refused = TuttiError.isInstance(error) ? error.toJSON() : { code: 'none of ours', message: String(error) }
}
console.log(JSON.stringify({ confirmed, refused } satisfies Planned))
process.exit()
