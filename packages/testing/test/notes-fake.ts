import type { InteractionRef, PostRef, ProfileRef } from '@tutti/model'
import { HttpResponse, http } from 'msw'
import { type AdapterFake, createFakeStream, defineFakePlatform, serverSentEvents } from '../src/index.ts'

interface Note {
  readonly id: string
  readonly author: 'account' | 'other'
  readonly text: string
  readonly key?: string | undefined
  readonly createdAt: number
  readonly replyTo?: string | undefined
}

const maxLength = 100

/** A platform of short notes, small enough to see through: for the tests of the kits themselves. */
export const createNotesFake = defineFakePlatform({
  id: 'notes',
  createLedger: () => ({ notes: [] as Note[], stream: createFakeStream<Note>() }),
  isCommit: ({ method, path }) => method === 'POST' && path === '/notes',
  handlers: (ledger, tools) => [
    http.get('*/stream', ({ request }) => {
      if (!isAuthorized(request)) return refuse(401)
      const after = new URL(request.url).searchParams.get('after')
      return serverSentEvents(
        (async function* () {
          for await (const { number, event } of ledger.stream.read(after === null ? undefined : Number(after))) {
            yield { id: String(number), data: JSON.stringify(event) }
          }
        })(),
      )
    }),
    http.get('*/notes', ({ request }) => {
      if (!isAuthorized(request)) return refuse(401)
      const { searchParams } = new URL(request.url)
      const below = searchParams.get('below') ?? undefined
      const limit = Number(searchParams.get('limit') ?? 20)
      const replyTo = searchParams.get('replyTo') ?? undefined
      if (replyTo !== undefined && !ledger.notes.some(({ id }) => id === replyTo)) return refuse(404)
      const notes = ledger.notes
        .filter((note) => (replyTo === undefined ? note.author === 'account' : note.replyTo === replyTo))
        .filter(({ id }) => below === undefined || Number(id) < Number(below))
        .reverse()
      return HttpResponse.json({ notes: notes.slice(0, limit), more: notes.length > limit })
    }),
    http.post('*/notes', async ({ request }) => {
      if (!isAuthorized(request)) return refuse(401)
      const { text, key, replyTo } = (await request.json()) as { text: string; key?: string; replyTo?: string }
      if (text.length > maxLength) return refuse(422)
      const standing = ledger.notes.find((note) => key !== undefined && note.key === key)
      if (standing) return HttpResponse.json(standing)
      const note: Note = {
        id: String(tools.nextNumber()),
        author: 'account',
        text,
        key,
        replyTo,
        createdAt: tools.clock.now(),
      }
      ledger.notes.push(note)
      return HttpResponse.json(note)
    }),
    http.get('*/notes/:id', ({ request, params }) => {
      if (!isAuthorized(request)) return refuse(401)
      const note = ledger.notes.find(({ id }) => id === params.id)
      return note ? HttpResponse.json(note) : refuse(404)
    }),
    http.delete('*/notes/:id', ({ request, params }) => {
      if (!isAuthorized(request)) return refuse(401)
      const index = ledger.notes.findIndex(({ id }) => id === params.id)
      if (index < 0) return refuse(404)
      ledger.notes.splice(index, 1)
      return HttpResponse.json({})
    }),
  ],
})

/** The only token that the fake takes. */
export const notesToken = 'canary-token-of-notes'

const isAuthorized = (request: Request) => request.headers.get('authorization') === `Bearer ${notesToken}`
const refuse = (status: number) => HttpResponse.json({ error: `status ${status}` }, { status })

/** The fake as `describeAdapter` takes it. */
export function notesUnderTest(): AdapterFake {
  const platform = createNotesFake()
  const ref = <Kind extends string>(kind: Kind, id: string) => ({ v: 1 as const, kind, platform: 'notes', id })
  const seed = (author: Note['author'], text: string, replyTo?: string): Note => {
    const { notes } = platform.ledger
    const note: Note = { id: String(1000 + notes.length), author, text, replyTo, createdAt: platform.clock.now() }
    notes.push(note)
    platform.ledger.stream.push(note)
    return note
  }
  return {
    platform,
    start: () => platform.listen(),
    stop: () => platform.close(),
    clear: () => platform.reset(),
    standingPosts: () =>
      platform.ledger.notes
        .filter(({ author }) => author === 'account')
        .map(({ id, text, replyTo }) => ({ id, text, replyTo, media: [] })),
    seedPost: ({ by, text }): PostRef => ref('post', seed(by, text).id),
    seedComment: ({ post, text }): InteractionRef => ref('interaction', seed('other', text, post.id).id),
    otherProfile: (): ProfileRef => ref('profile', 'other'),
    missing: { post: ref('post', '77'), interaction: ref('interaction', '77'), profile: ref('profile', 'nobody') },
  }
}
