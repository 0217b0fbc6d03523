import { asString, requireArray } from '@tutti/adapter-kit'
import type { Page, Warning } from '@tutti/model'
import { type ListName, wrapCursor } from '../protocol/cursor.ts'
import { membersOf } from './members-of.ts'

/** Reads a list with the platform's cursor. Items that can't be read are left out, each with a warning. */
export function readPage<T>(
  body: unknown,
  member: string,
  list: ListName,
  read: (item: unknown) => T | undefined,
): Page<T> {
  const items: T[] = []
  const warnings: Warning[] = []
  for (const [index, raw] of requireArray(membersOf(body)[member], member).entries()) {
    const item = read(raw)
    if (item === undefined) warnings.push(unreadableItem(`${member}[${index}]`))
    else items.push(item)
  }
  return { items, nextCursor: wrapCursor(list, asString(membersOf(body).cursor)), warnings }
}

/** The warning for an item without what every item has. */
function unreadableItem(path: string): Warning {
  return { code: 'item-unreadable', message: 'The platform answered an item that can’t be read', path }
}
