import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rootFolder } from '../tools/workspaces.ts'

const read = (file: string) => readFileSync(join(rootFolder, file), 'utf8')
const guide = read('docs/guides/write-an-adapter.md')
const fragments = [...guide.matchAll(/^```ts fragment\n\/\/ ((?:examples|packages)\/\S+)\n(.*?)^```$/gms)].map(
  ([, file = '', code = '']) => ({ file, code, firstLine: code.split('\n', 1)[0] }),
)

describe('docs/guides/write-an-adapter.md', () => {
  test('every fragment names the file that it is of', () => {
    expect(fragments.length).toBeGreaterThan(0)
    expect(guide.match(/^```ts fragment$/gm)).toHaveLength(fragments.length)
  })

  test.each(fragments)('$file has, as it is shown: $firstLine', ({ file, code }) => {
    expect(read(file)).toContain(code)
  })
})
