import { createFakeStream, defineFakePlatform, serverSentEvents } from '@tutti/testing/fakes'
import { HttpResponse, http } from 'msw'
import { addNote, type FakeNote, type FakeNoticeboardLedger, renderNote } from './ledger.ts'

/** The only token that the fake takes; its account is `ada`. */
export const fakeToken = 'canary-token-of-noticeboard'
const account = 'ada'
const maxLength = 240

const refuse = (status: number, error: string) =>
  HttpResponse.json({ error, message: `Noticeboard says ${error}` }, { status })

/** Answers 401 to whoever does not bring the token. */
const forAda =
  (answer: (input: { request: Request; id: string }) => Response | Promise<Response>) =>
  ({ request, params }: { request: Request; params: { readonly id?: unknown } }) =>
    request.headers.get('authorization') === `Bearer ${fakeToken}`
      ? answer({ request, id: String(params.id) })
      : refuse(401, 'token-unknown')

/** The platform itself: a ledger of notes and the API over it, as its documents describe it. */
export const createFakePlatform = defineFakePlatform({
  id: 'noticeboard',
  createLedger: (): FakeNoticeboardLedger => ({ notes: [], lastPosition: 0, stream: createFakeStream() }),
  isCommit: ({ method, path }) => method === 'POST' && path === '/notes',
  errorBody: (status) => ({ error: `status-${status}`, message: `Noticeboard says ${status}` }),
  handlers: (ledger, tools) => [
    http.get(
      '*/me',
      forAda(() => HttpResponse.json({ name: account, maxLength })),
    ),
    http.post(
      '*/notes',
      forAda(async ({ request }) => {
        const { id, text, answers } = (await request.json()) as Pick<FakeNote, 'id' | 'text' | 'answers'>
        if ([...text].length > maxLength) return refuse(422, 'text-too-long')
        if (ledger.notes.some((note) => note.id === id)) return refuse(409, 'id-taken')
        const note = addNote(ledger, { id, text, answers, author: account, createdAt: tools.clock.now() })
        return HttpResponse.json(renderNote(note), { status: 201 })
      }),
    ),
    http.get(
      '*/notes',
      forAda(({ request }) => {
        const { searchParams } = new URL(request.url)
        const author = searchParams.get('author') ?? account
        const before = Number(searchParams.get('before') ?? Number.POSITIVE_INFINITY)
        const limit = Number(searchParams.get('limit') ?? 20)
        const found = ledger.notes.filter((note) => note.author === author && note.position < before).reverse()
        const notes = found.slice(0, limit)
        const next = found.length > limit ? notes.at(-1)?.position : undefined
        return HttpResponse.json({ notes: notes.map(renderNote), next: next ?? null })
      }),
    ),
    http.get(
      '*/events',
      forAda(({ request }) => {
        const after = new URL(request.url).searchParams.get('after')
        const notes = ledger.stream.read(after === null ? undefined : Number(after))
        return serverSentEvents(
          (async function* () {
            for await (const { number, event } of notes) {
              yield { id: String(number), data: JSON.stringify(renderNote(event)) }
            }
          })(),
        )
      }),
    ),
    http.get(
      '*/notes/:id',
      forAda(({ id }) => {
        const note = ledger.notes.find((candidate) => candidate.id === id)
        return note ? HttpResponse.json(renderNote(note)) : refuse(404, 'note-unknown')
      }),
    ),
    http.delete(
      '*/notes/:id',
      forAda(({ id }) => {
        const note = ledger.notes.find((candidate) => candidate.id === id)
        if (!note) return refuse(404, 'note-unknown')
        if (note.author !== account) return refuse(403, 'not-yours')
        ledger.notes = ledger.notes.filter((candidate) => candidate !== note)
        return new HttpResponse(null, { status: 204 })
      }),
    ),
  ],
})
