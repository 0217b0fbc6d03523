import { requireObject, requireString } from '@tutti/adapter-kit'
import type { Interaction, OperationContext, StableOperationVocabulary } from '@tutti/model'
import { InvalidInputError, PlatformError } from '@tutti/model'
import { countGraphemes, countUtf8Bytes } from '@tutti/text'
import { ownDid, ownHandle } from '../protocol/own-did.ts'
import { procedure, query } from '../protocol/xrpc.ts'
import { membersOf } from '../read/members-of.ts'
import { readMessage } from '../read/message.ts'
import { readProfile } from '../read/profile.ts'
import { makeFacets } from '../record/facets.ts'
import { resolveMentions } from './resolve-mentions.ts'

type MessageInput = Parameters<StableOperationVocabulary['sendMessage']>[0]

/** Source: lexicon chat.bsky.convo.defs#messageInput, read 2026-11-25. */
const maxGraphemes = 1000
const maxBytes = 10_000

/**
 * Writes to a conversation, or to one profile: then a conversation is opened where there is none. The platform knows no
 * key for a message, so a repeat is a second one.
 * @throws InvalidInputError `invalid-input`, `text-too-long`; RejectedError `forbidden` when they take no messages
 */
export async function sendMessage({ to, text }: MessageInput, context: OperationContext): Promise<Interaction> {
  checkText(text)
  const own = readProfile({ did: await ownDid(context), handle: await ownHandle(context) }, context)
  const facets = await makeFacets(text, await resolveMentions(text, context))
  const convoId = to.kind === 'conversation' ? to.id : await openConversation(to.id, context)
  const message = { text, ...(facets.length > 0 ? { facets } : {}) }
  const answer = await procedure(context, 'chat.bsky.convo.sendMessage', { convoId, message }, { commit: true })
  const sent = readMessage(answer.body, {
    conversation: convoId,
    profiles: own ? [own] : [],
    context,
  })
  if (sent) return sent
  throw new PlatformError({ code: 'malformed-answer', message: 'the answer names no message', outcome: 'unknown' })
}

function checkText(text: string): void {
  if (text.trim() === '') {
    throw new InvalidInputError({ code: 'invalid-input', message: 'Bluesky: the message is empty', path: 'text' })
  }
  if (countGraphemes(text) <= maxGraphemes && countUtf8Bytes(text) <= maxBytes) return
  throw new InvalidInputError({
    code: 'text-too-long',
    message: `Bluesky: a message has up to ${maxGraphemes} graphemes and ${maxBytes} bytes`,
    path: 'text',
  })
}

async function openConversation(did: string, context: OperationContext): Promise<string> {
  const answer = await query(context, 'chat.bsky.convo.getConvoForMembers', { members: [did] })
  return requireString(requireObject(membersOf(answer.body).convo, 'convo').id, 'convo.id')
}
