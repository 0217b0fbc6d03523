import {
  asInstantMs,
  asNumber,
  asObject,
  asString,
  requireArray,
  requireObject,
  requireString,
} from '@tutti/adapter-kit'
import type { Page, PostRef, Profile, PublishedPost, Warning } from '@tutti/model'

const platform = 'noticeboard'

/** A ref to a note. */
export function noteRef(id: string): PostRef {
  return { v: 1, platform, kind: 'post', id }
}

/** A profile. Noticeboard says no more of people than their name, which is also their id. */
export function readProfile(raw: unknown): Profile | undefined {
  const name = asString(asObject(raw)?.name)
  return name ? { ref: { v: 1, platform, kind: 'profile', id: name }, handle: name, raw } : undefined
}

/** A note. `undefined` when it does not say which one it is, whose, or of when. */
export function readNote(raw: unknown): PublishedPost | undefined {
  const note = asObject(raw)
  const id = asString(note?.id)
  const author = readProfile(note?.author)
  const createdAt = asInstantMs(note?.created)
  if (!id || !author || createdAt === undefined) return undefined
  const answers = asString(note?.answers)
  return {
    ref: noteRef(id),
    author,
    text: asString(note?.text) ?? '',
    media: [],
    createdAt,
    replyTo: answers ? noteRef(answers) : undefined,
    counts: { reactions: asNumber(note?.stars) },
    raw,
  }
}

/** A page of notes. One that can't be read becomes a warning; the others are still there. */
export function readPage(raw: unknown): Page<PublishedPost> {
  const page = requireObject(raw, 'page')
  const items: PublishedPost[] = []
  const warnings: Warning[] = []
  for (const [index, entry] of requireArray(page.notes, 'notes').entries()) {
    const note = readNote(entry)
    if (note) items.push(note)
    else warnings.push({ code: 'item-unreadable', message: 'a note could not be read', path: `items[${index}]` })
  }
  return { items, warnings, nextCursor: asNumber(page.next)?.toString() }
}

/**
 * The id in the answer to a committing request.
 * @throws PlatformError `malformed-answer` with the outcome `unknown`: the note may well stand
 */
export function requireNoteId(raw: unknown): string {
  return requireString(requireObject(raw, 'note').id, 'note.id')
}
