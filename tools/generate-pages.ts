// Writes the generated parts of the pages, from the adapters themselves: `npm run pages`.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { refreshPages } from './pages/generated-pages.ts'
import { rootFolder } from './workspaces.ts'

for (const { path, present, fresh } of await refreshPages()) {
  if (present !== fresh) writeFileSync(join(rootFolder, path), fresh)
  console.log(`${path} ${present === fresh ? 'was up to date' : 'is fresh'}.`)
}
