// Writes what each package exports into docs/public-api, so that a change is seen in review: `npm run public-api`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readApiSnapshots } from './public-api/snapshots.ts'
import { rootFolder } from './workspaces.ts'

mkdirSync(join(rootFolder, 'docs/public-api'), { recursive: true })
for (const { path, reviewed, actual } of readApiSnapshots()) {
  if (reviewed !== actual) writeFileSync(join(rootFolder, path), actual)
  console.log(`${path} ${reviewed === actual ? 'was up to date' : 'is fresh: review it'}.`)
}
