import { readFileSync } from 'node:fs'
import { errorCodes } from '@tutti/model'
import { expect, test } from 'vitest'

const page = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8')

test('docs/errors.md has a heading for every error code, and for no other', () => {
  const headings = [...page.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading)
  expect(headings.toSorted()).toEqual(Object.keys(errorCodes).toSorted())
})

test('every heading says what happened and what to do', () => {
  for (const section of page.split(/^### /m).slice(1)) {
    expect(section.split('\n')[2]?.length, section).toBeGreaterThan(10)
    expect(section, section).toContain('*What to do:* ')
  }
})
