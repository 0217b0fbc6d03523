import type { InteractionRef, PostRef } from '@tutti/model'
import { inertLine } from '../output/inert.ts'

/** Where something stands, for people: its web address, or the platform's own where no web page shows it. */
export function whereOf(ref: PostRef | InteractionRef): string {
  return inertLine(ref.url ?? ref.id)
}
