import { createAppView } from './app-view.ts'
import { tid } from './identifiers.ts'
import type { FakeBlueskyConversation, FakeBlueskyMessage } from './ledger.ts'
import { paged } from './paged.ts'
import { XrpcRefusal } from './refusal.ts'
import { type Call, type FakeNetwork, method } from './xrpc.ts'

const chatService = 'did:web:api.bsky.chat#bsky_chat'

/** Private messages: another service, which the account's server passes requests on to. */
export function chatHandlers(network: FakeNetwork) {
  const { ledger } = network

  /** A method of the chat service, as the real server answers where it can't be reached. */
  const chat = (verb: 'get' | 'post', name: string, handle: (call: Call) => object | Promise<object>) =>
    method(network, verb, `chat.bsky.convo.${name}`, (call) => {
      if (!network.settings.directMessages) throw new XrpcRefusal(400, 'InvalidToken', 'Bad token method')
      if (call.request.headers.get('atproto-proxy') !== chatService) {
        throw new XrpcRefusal(501, 'MethodNotImplemented', 'Method Not Implemented')
      }
      return handle(call)
    })
  const conversationOf = ({ viewer }: Call, id: string | null) => {
    const found = ledger.conversations.find((one) => one.id === id && one.members.includes(viewer.did))
    if (!found) throw new XrpcRefusal(400, 'InvalidConvo', 'Convo not found')
    return found
  }
  const viewOf = (conversation: FakeBlueskyConversation, { viewer, url }: Call) => {
    const app = createAppView(network, viewer.did, url.origin)
    const last = conversation.messages.at(-1)
    return {
      id: conversation.id,
      rev: last?.id ?? conversation.id,
      members: conversation.members.map((did) => app.profile(did)),
      ...(last ? { lastMessage: { $type: 'chat.bsky.convo.defs#messageView', ...viewMessage(last) } } : {}),
      muted: false,
      status: 'accepted',
      unreadCount: conversation.messages.filter(({ did }) => did !== viewer.did).length,
    }
  }

  return [
    chat('get', 'listConvos', (call) => {
      const mine = ledger.conversations.filter(({ members }) => members.includes(call.viewer.did))
      const entries = mine.map((one) => ({
        item: viewOf(one, call),
        at: one.messages.at(-1)?.sentAt ?? 0,
        cid: one.id,
      }))
      return paged('convos', entries, call)
    }),
    chat('get', 'getConvoForMembers', (call) => {
      const others = call.parameters.getAll('members')
      if (others.some((did) => !ledger.accounts.some((account) => account.did === did))) {
        throw new XrpcRefusal(400, 'RecipientNotFound', 'Recipient not found')
      }
      return { convo: viewOf(conversationBetween(network, call.viewer.did, ...others), call) }
    }),
    chat('get', 'getMessages', (call) => {
      const { messages, members } = conversationOf(call, call.parameters.get('convoId'))
      const app = createAppView(network, call.viewer.did, call.url.origin)
      const entries = messages.map((message) => ({
        item: { $type: 'chat.bsky.convo.defs#messageView', ...viewMessage(message) },
        at: message.sentAt,
        cid: message.id,
      }))
      return { ...paged('messages', entries, call), relatedProfiles: members.map((did) => app.profile(did)) }
    }),
    chat('post', 'sendMessage', async (call) => {
      const { convoId, message } = (await call.request.json()) as { convoId: string; message: { text: string } }
      return viewMessage(writeMessage(network, conversationOf(call, convoId), call.viewer.did, message))
    }),
  ]
}

/** The conversation of these accounts; a new one where they have none. */
export function conversationBetween({ ledger, tools }: FakeNetwork, ...dids: readonly string[]) {
  const members = [...new Set(dids)].sort()
  const found = ledger.conversations.find((one) => one.members.join() === members.join())
  if (found) return found
  const conversation = { id: tid(tools.clock.now(), tools.nextNumber()), members, messages: [] }
  ledger.conversations.push(conversation)
  return conversation
}

/** Writes a message as one of the members. */
export function writeMessage(
  { tools }: FakeNetwork,
  conversation: FakeBlueskyConversation,
  did: string,
  content: { readonly text: string },
): FakeBlueskyMessage {
  const sentAt = tools.clock.now()
  const message = { id: tid(sentAt, tools.nextNumber()), did, content, sentAt }
  conversation.messages.push(message)
  return message
}

function viewMessage({ id, did, content, sentAt }: FakeBlueskyMessage) {
  return { id, rev: id, ...content, sender: { did }, sentAt: new Date(sentAt).toISOString() }
}
