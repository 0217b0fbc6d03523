import {
  asArray,
  asInstantMs,
  asNumber,
  asObject,
  asString,
  readServerSentEvents,
  requireArray,
  requireObject,
  requireString,
} from '@tutti/adapter-kit'
import {
  defineAdapter,
  InvalidInputError,
  type Page,
  type PageInput,
  type PostRef,
  type PublishedPost,
  RejectedError,
  type StableOperationVocabulary,
  type StreamItem,
  UnsupportedOperationError,
} from '@tutti/model'

const source = { source: 'https://notes.example/docs', checkedAt: '2026-11-22' }
const author = {
  ref: { v: 1, kind: 'profile', platform: 'notes', id: 'account' },
  handle: 'account',
  raw: undefined,
} as const

const readRef = (id: string): PostRef => ({ v: 1, kind: 'post', platform: 'notes', id })

function readNote(raw: unknown): PublishedPost {
  const note = requireObject(raw, 'note')
  return {
    ref: readRef(requireString(note.id, 'id')),
    author,
    text: asString(note.text) ?? '',
    media: [],
    createdAt: asNumber(note.createdAt) ?? asInstantMs(note.createdAt) ?? Number.MAX_SAFE_INTEGER,
    counts: {},
    raw,
  }
}

function readPage(body: unknown): Page<PublishedPost> {
  const answer = requireObject(body, 'page')
  const warnings = []
  const items: PublishedPost[] = []
  for (const [index, note] of requireArray(answer.notes, 'notes').entries()) {
    try {
      items.push(readNote(note))
    } catch {
      warnings.push({ code: 'item-unreadable', message: 'a note could not be read', path: `items[${index}]` })
    }
  }
  return { items, warnings, nextCursor: answer.more === true ? items.at(-1)?.ref.id : undefined }
}

function readCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined || /^\d+$/.test(cursor)) return cursor
  throw new InvalidInputError({ code: 'invalid-input', message: 'the cursor is not one of this list', path: 'cursor' })
}

const listPosts: StableOperationVocabulary['listPosts'] = async (input: PageInput, { http }) => {
  const query = { below: readCursor(input.cursor), limit: input.limit }
  return readPage((await http.request({ method: 'GET', url: '/notes', query, bucket: 'all' })).body)
}

const deletePost: StableOperationVocabulary['deletePost'] = async ({ post }, { http }) => {
  const url = `/notes/${encodeURIComponent(post.id)}`
  try {
    return { state: 'deleted', warnings: [], raw: (await http.request({ method: 'DELETE', url, bucket: 'all' })).body }
  } catch (error) {
    if (RejectedError.isInstance(error) && error.code === 'not-found') {
      return { state: 'already-gone', warnings: [], raw: undefined }
    }
    throw error
  }
}

const publishPost: StableOperationVocabulary['publishPost'] = async ({ part, key, replyTo }, { http }) => {
  const json = { text: part.text, key, replyTo: replyTo?.parent.id }
  const { body } = await http.request({ method: 'POST', url: '/notes', json, bucket: 'all', commit: true })
  return { state: 'published', ref: readNote(body).ref, warnings: [], raw: body }
}

const findPost: StableOperationVocabulary['findPost'] = async ({ key, cursor }, { http }) => {
  const query = { below: readCursor(cursor) }
  const { body } = await http.request({ method: 'GET', url: '/notes', query, bucket: 'all' })
  const page = readPage(body)
  const matches = asArray(requireObject(body, 'page').notes)
    .filter((note) => requireObject(note, 'note').key === key)
    .map((note) => readNote(note).ref)
  return { matches, complete: page.nextCursor === undefined, nextCursor: page.nextCursor }
}

const fetchPost: StableOperationVocabulary['fetchPost'] = async ({ post }, { http }) =>
  readNote((await http.request({ method: 'GET', url: `/notes/${encodeURIComponent(post.id)}`, bucket: 'all' })).body)

function readItem(cursor: string | undefined, data: string): StreamItem | undefined {
  const note = requireObject(JSON.parse(data), 'note')
  if (note.author !== 'other') return undefined
  if (asObject(note)?.replyTo === undefined) return { kind: 'post', cursor, post: readNote(note) }
  const { ref, ...rest } = readNote(note)
  const kind = { unified: 'comment', raw: 'note' } as const
  const state = 'visible' as const
  const interaction = { ...rest, ref: { ...ref, kind: 'interaction' } as const, channel: '', kind, state }
  return { kind: 'interaction', cursor, interaction }
}

const subscribe: StableOperationVocabulary['subscribe'] = async function* ({ topic, cursor }, { http, log }) {
  if (topic.kind !== 'interactions' && topic.kind !== 'public') {
    throw new UnsupportedOperationError({ code: 'not-offered', message: `notes have no topic ${topic.kind}` })
  }
  const query = { after: readCursor(cursor) }
  const { body } = await http.openStream({ url: '/stream', query, bucket: 'all' })
  for await (const { id, data } of readServerSentEvents(body)) {
    try {
      const item = readItem(id, data)
      if (item && (item.kind === 'interaction') === (topic.kind === 'interactions')) yield item
    } catch {
      log.warn('a note of the stream could not be read')
    }
  }
}

/** The operations as they should be. */
export const operations = { publishPost, findPost, deletePost, fetchPost, listPosts, subscribe }

/** What a test of the kit may break. */
export interface NotesOptions {
  readonly operations?: Partial<StableOperationVocabulary>
  /** Declares only these of its own operations, beside the replaced ones; all of them when absent. */
  readonly only?: readonly (keyof typeof operations)[]
  /** Counts less than there is. */
  readonly countText?: (text: string) => number
  /** Keeps the token where it doesn't belong. */
  readonly tokenInFacts?: boolean
}

/** An adapter of the notes platform. Deliberately broken ones replace some of its operations. */
export function notes(baseUrl: string, options: NotesOptions = {}) {
  const names = options.only ?? (Object.keys(operations) as readonly (keyof typeof operations)[])
  const own = Object.fromEntries(names.map((name) => [name, operations[name]]))
  return defineAdapter({
    specVersion: 'v0',
    id: 'notes',
    displayName: 'Notes',
    limits: {
      text: [{ unit: 'code-units', maximum: 100, ...source }],
      media: {},
      maxMedia: 0,
      mixedMedia: false,
      visibilities: [],
      maxLanguages: 0,
      fields: ['replyTo'],
      requires: 'text',
    },
    auth: { kind: 'token', scopes: {} },
    buckets: { all: { per: 'account', windows: [{ budget: 300, windowMs: 60_000 }], ...source } },
    guarantees: {
      publish: [{ kind: 'key', honouredForMs: 3_600_000 }],
      lateCommitMs: 1000,
      consistencyMs: 0,
      ...source,
    },
    operations: { ...own, ...options.operations } as typeof operations,
    baseUrl: () => baseUrl,
    parseCredential(input: { readonly token: string }) {
      if (typeof input?.token !== 'string') {
        throw new InvalidInputError({ code: 'invalid-options', message: 'token must be text', path: 'token' })
      }
      return { secrets: { token: input.token }, facts: options.tokenInFacts ? { token: input.token } : {} }
    },
    parsePlatformOptions(value) {
      if (value === undefined) return {}
      throw new InvalidInputError({ code: 'invalid-input', message: 'there are no options', path: 'platformOptions' })
    },
    authorize: ({ credential }) => ({ headers: { authorization: `Bearer ${credential.secrets.token}` } }),
    countText: options.countText ?? ((text) => text.length),
  })
}
