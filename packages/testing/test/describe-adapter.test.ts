import { describeAdapter } from '../src/index.ts'
import { notes } from './notes-adapter.ts'
import { notesToken, notesUnderTest } from './notes-fake.ts'

describeAdapter({
  create: (baseUrl) => notes(baseUrl),
  credential: () => ({ token: notesToken }),
  platform: notesUnderTest(),
})
