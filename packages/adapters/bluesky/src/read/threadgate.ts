import { asArray } from '@tutti/adapter-kit'
import { membersOf, type Raw } from './members-of.ts'

/** The replies that a threadgate record hides, by AT URI. */
export function readHiddenReplies(threadgate: Raw): readonly string[] {
  return asArray(threadgate.hiddenReplies).filter((uri) => typeof uri === 'string')
}

/** The replies hidden in the thread that `getPostThread` answered. */
export function readHiddenInThread(answer: unknown): ReadonlySet<string> {
  return new Set(readHiddenReplies(membersOf(membersOf(membersOf(answer).threadgate).record)))
}
