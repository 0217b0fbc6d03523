import { asNumber, asObject, asString, requireArray, requireObject, requireString } from '@tutti/adapter-kit'
import type { FindPostOutput, OperationVocabulary, PostRef } from '@tutti/model'
import type { BoardGuarantee } from './ledger.ts'

const ref = (id: string): PostRef => ({ v: 1, platform: 'board', kind: 'post', id })
const idOf = (raw: unknown): string => requireString(requireObject(raw, 'post').id, 'post.id')
const draftUrl = (staged: { readonly facts: Readonly<Record<string, unknown>> }) =>
  `/drafts/${encodeURIComponent(String(staged.facts.draft))}`

/** Twice as long as usual: on an accelerated clock a busy machine must not look like a silent platform. */
const common = { bucket: 'all', timeoutMs: 60_000 } as const

/** The operations of a board, as far as its guarantee needs them. */
export function boardOperations(
  guarantee: BoardGuarantee,
): Pick<OperationVocabulary, 'publishPost'> & Partial<Pick<OperationVocabulary, 'stagePost' | 'findPost'>> {
  switch (guarantee) {
    case 'key':
    case 'read-back':
      return { publishPost: publishDirectly(guarantee), findPost: findInTimeline }
    case 'client-id':
      return { publishPost: publishDirectly(guarantee), findPost: findByName }
    case 'two-step':
      return { stagePost: createDraft, publishPost: publishDraft, findPost: findByDraft }
    case 'none':
      return { publishPost: publishDirectly(guarantee) }
  }
}

const publishDirectly =
  (guarantee: BoardGuarantee): OperationVocabulary['publishPost'] =>
  async ({ part, key, replyTo }, { http }) => {
    const name = guarantee === 'client-id' ? key : undefined
    const { body } = await http.request({
      method: 'POST',
      url: '/posts',
      headers: guarantee === 'key' ? { 'idempotency-key': key } : {},
      json: { text: part.text, answers: replyTo?.parent.id, name },
      ...common,
      commit: true,
    })
    return { state: 'published', ref: ref(idOf(body)), warnings: [], raw: body }
  }

const createDraft: OperationVocabulary['stagePost'] = async ({ part, replyTo }, { http }) => {
  const json = { text: part.text, answers: replyTo?.parent.id }
  const { body } = await http.request({ method: 'POST', url: '/drafts', json, ...common })
  return { facts: { draft: idOf(body) } }
}

const publishDraft: OperationVocabulary['publishPost'] = async ({ staged }, { http }) => {
  const url = `${draftUrl(staged)}/publish`
  const { body } = await http.request({ method: 'POST', url, ...common, commit: true })
  return { state: 'published', ref: ref(idOf(body)), warnings: [], raw: body }
}

const findByDraft: OperationVocabulary['findPost'] = async ({ staged }, { http }) => {
  const { body } = await http.request({ method: 'GET', url: draftUrl(staged), ...common })
  const id = asString(requireObject(body, 'draft').post)
  return { matches: id ? [ref(id)] : [], complete: true }
}

const findByName: OperationVocabulary['findPost'] = async ({ key }, { http }) => {
  const url = `/named/${encodeURIComponent(key)}`
  const { status, body } = await http.request({ method: 'GET', url, ...common, acceptStatus: [404] })
  return { matches: status === 404 ? [] : [ref(idOf(body))], complete: true }
}

const findInTimeline: OperationVocabulary['findPost'] = async (input, { http }): Promise<FindPostOutput> => {
  const query = { skip: input.cursor }
  const { body } = await http.request({ method: 'GET', url: '/posts', query, ...common })
  const page = requireObject(body, 'page')
  const posts = requireArray(page.posts, 'posts').map((raw) => asObject(raw))
  const matches = posts.filter(
    (post) => asString(post?.text) === input.part.text && asString(post?.answers) === input.replyTo?.parent.id,
  )
  const oldest = asNumber(posts.at(-1)?.createdAt) ?? 0
  const next = oldest >= input.since ? asNumber(page.next)?.toString() : undefined
  return { matches: matches.map((post) => ref(idOf(post))), complete: next === undefined, nextCursor: next }
}
