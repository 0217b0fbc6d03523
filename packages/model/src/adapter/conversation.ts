import type { Interaction } from '../interaction.ts'
import type { Profile } from '../profile.ts'
import type { ConversationRef } from '../refs.ts'

/** One conversation of private messages. Absent members were not given by the platform. */
export interface Conversation {
  readonly ref: ConversationRef
  /** The others; the account itself is not among them. */
  readonly participants: readonly Profile[]
  readonly lastMessage?: Interaction | undefined
  readonly unread?: boolean | undefined
  /** The platform's answer, untouched. */
  readonly raw: unknown
}
