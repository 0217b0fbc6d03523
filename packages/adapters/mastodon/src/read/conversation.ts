import { asArray, asBoolean, asObject, asString } from '@tutti/adapter-kit'
import type { Conversation } from '@tutti/model'
import { type InteractionReading, readMessage } from './interaction.ts'
import { readProfile } from './profile.ts'
import { conversationRef } from './refs.ts'

/** Reads a Conversation; `undefined` when it does not say who takes part, or has no message to go on from. */
export function readConversation(value: unknown, reading: InteractionReading): Conversation | undefined {
  const conversation = asObject(value)
  const id = asString(conversation?.id)
  const lastMessage = readMessage(conversation?.last_status, reading)
  if (!conversation || !id || !lastMessage) return undefined
  const participants = asArray(conversation.accounts).flatMap((account) => readProfile(account, reading) ?? [])
  const others = participants.filter(({ ref }) => ref.id !== reading.accountId)
  const handles = others.map(({ handle }) => handle)
  return {
    ref: conversationRef(id, { lastStatusId: lastMessage.ref.id, handles }),
    participants: others,
    lastMessage,
    unread: asBoolean(conversation.unread),
    raw: value,
  }
}

/** Whether a raw status is a private message between an account and no others than these. */
export function isMessageAmong(value: unknown, handles: readonly string[], reading: InteractionReading): boolean {
  const status = asObject(value)
  if (status?.visibility !== 'direct') return false
  const people = [status.account, ...asArray(status.mentions)].map(asObject)
  return people.every((person) => {
    const acct = asString(person?.acct)
    if (!acct || asString(person?.id) === reading.accountId) return true
    return handles.includes(acct.includes('@') ? acct : `${acct}@${reading.domain}`)
  })
}
