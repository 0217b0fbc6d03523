import type { ScheduleState } from '../calendar/schedule-record.ts'

/** What somebody is, for the default policy. */
export type Role = 'writer' | 'designer' | 'manager' | 'client'

/** Somebody who decides. The app says who it is: the scheduler knows no people. */
export interface Person {
  readonly id: string
  /** One of `Role`, or what the app's own policy knows. */
  readonly role: string
}

/** What a person wants to do. `revise-media`: a revision that changes nothing but media. */
export type ApprovalAction = 'draft' | 'revise' | 'revise-media' | 'submit' | 'approve' | 'reject' | 'comment'

/** What a policy may know about the post. */
export interface PolicySubject {
  readonly id: string
  readonly state: ScheduleState
  /** Who has written it, by id: whoever drafted, scheduled or revised it. */
  readonly authors: readonly string[]
  readonly campaign?: string | undefined
  /** Empty for a new draft that names none: it goes to all. */
  readonly channels: readonly string[]
}

/** Says who may do what. An app may bring its own. */
export interface RolePolicy {
  /** Anything but `true` refuses. */
  may(person: Person, action: ApprovalAction, post: PolicySubject): boolean
}

const allowed: Readonly<Record<Role, readonly ApprovalAction[]>> = {
  writer: ['draft', 'revise', 'revise-media', 'submit', 'comment'],
  designer: ['revise-media', 'comment'],
  manager: ['draft', 'revise', 'revise-media', 'submit', 'approve', 'reject', 'comment'],
  client: ['approve', 'reject', 'comment'],
}

/**
 * The default: writers write and submit, designers change media, managers do everything, clients decide; all
 * comment. Nobody approves what they have written or revised themselves, not managers either.
 */
export const defaultRoles: RolePolicy = {
  may(person, action, post) {
    if (action === 'approve' && post.authors.includes(person.id)) return false
    return Object.hasOwn(allowed, person.role) && allowed[person.role as Role].includes(action)
  },
}
