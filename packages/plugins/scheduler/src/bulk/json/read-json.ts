import type { Post } from '@tutti/model'
import type { Disambiguation } from '../../time/wall-time.ts'
import type { ImportIssue } from '../bulk-api.ts'
import { errorOf, type ReadRow } from '../row.ts'
import { splitJson } from './split-json.ts'

const advice =
  'Write an array of posts, or one post after another: {"text": "…", "at": "2026-12-01T09:00[Europe/Rome]"}.'
const rowMembers = ['id', 'at', 'timeZone', 'disambiguation', 'state'] as const

/** Reads items one by one. */
export async function* readJson(text: AsyncIterable<string>): AsyncGenerator<ReadRow> {
  let row = 0
  try {
    for await (const item of splitJson(text)) {
      row += 1
      yield readItem(row, item)
    }
  } catch (error) {
    yield {
      row: row + 1,
      issues: [errorOf(undefined, `the file can't be read on: ${(error as Error).message}`, advice)],
    }
  }
}

function readItem(row: number, text: string): ReadRow {
  let item: Record<string, unknown>
  try {
    item = JSON.parse(text)
  } catch (error) {
    return { row, issues: [errorOf(undefined, `this is no JSON: ${(error as Error).message}`, advice)] }
  }
  const issues: ImportIssue[] = []
  const members: Partial<Record<(typeof rowMembers)[number], string>> = {}
  for (const name of rowMembers) {
    const value = item[name] ?? undefined
    if (value !== undefined && typeof value !== 'string') issues.push(errorOf(name, `${name} must be a text`, advice))
    else if (value !== undefined) members[name] = value
  }
  // By hand, so that a member called `__proto__` stays one that nobody knows.
  const post: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(item)) {
    if (!(rowMembers as readonly string[]).includes(name)) post[name] = value
  }
  if (issues.length > 0) return { row, issues }
  const value = {
    kind: 'post',
    ...members,
    disambiguation: members.disambiguation as Disambiguation | undefined,
    post: post as unknown as Post,
  } as const
  return { row, value, issues }
}
