import { HttpResponse, http } from 'msw'
import { defineFakePlatform, type FakePlatform, type FakePlatformOptions } from '../../fake-platform/fake-platform.ts'
import { type BoardGuarantee, type FakeBoardLedger, type FakeBoardPost, findStanding } from './ledger.ts'

/** Options of `fakeBoard`. */
export interface FakeBoardOptions extends FakePlatformOptions {
  /** What the platform gives against doubles. */
  readonly guarantee: BoardGuarantee
}

const pageSize = 20

const refuse = (status: number, error: string) =>
  HttpResponse.json({ error, message: `the board says ${error}` }, { status })

/**
 * A platform of one account whose guarantee against doubles is chosen: for tests of how an engine publishes. Its
 * adapter is `board`. A board knows no secrets: whoever asks is the account.
 */
export function fakeBoard({ guarantee, ...options }: FakeBoardOptions): FakePlatform<FakeBoardLedger> {
  return createBoard(guarantee)(options)
}

const createBoard = (guarantee: BoardGuarantee) =>
  defineFakePlatform<FakeBoardLedger>({
    id: 'board',
    createLedger: () => ({ posts: [], drafts: [] }),
    isCommit: ({ method, path }) => method === 'POST' && (path === '/posts' || path.endsWith('/publish')),
    handlers: (ledger, { clock, nextNumber }) => {
      const add = (content: Omit<FakeBoardPost, 'id' | 'createdAt'>) => {
        const createdAt = clock.now()
        const standing = findStanding(ledger, guarantee, { ...content, createdAt })
        // As Bluesky answers a second record of one name, and Instagram a second publishing of one container.
        if (standing && guarantee === 'client-id') return refuse(500, 'name-taken')
        if (standing && guarantee === 'two-step') return refuse(409, 'draft-published')
        if (standing) return HttpResponse.json(standing)
        const post = { ...content, id: `post-${nextNumber()}`, createdAt }
        ledger.posts = [...ledger.posts, post]
        return HttpResponse.json(post, { status: 201 })
      }
      return [
        http.post('*/posts', async ({ request }) => {
          const { text, answers, name } = (await request.json()) as Record<string, string>
          const key = name ?? request.headers.get('idempotency-key') ?? undefined
          return add({ text: text ?? '', answers, key })
        }),
        http.post('*/drafts', async ({ request }) => {
          const { text, answers } = (await request.json()) as Record<string, string>
          const draft = { id: `draft-${nextNumber()}`, text: text ?? '', answers }
          ledger.drafts = [...ledger.drafts, draft]
          return HttpResponse.json(draft, { status: 201 })
        }),
        http.post('*/drafts/:id/publish', ({ params }) => {
          const draft = ledger.drafts.find(({ id }) => id === params.id)
          return draft
            ? add({ text: draft.text, answers: draft.answers, draft: draft.id })
            : refuse(404, 'no-such-draft')
        }),
        http.get('*/drafts/:id', ({ params }) => {
          const draft = ledger.drafts.find(({ id }) => id === params.id)
          if (!draft) return refuse(404, 'no-such-draft')
          return HttpResponse.json({ ...draft, post: ledger.posts.find((post) => post.draft === draft.id)?.id ?? null })
        }),
        http.get('*/posts', ({ request }) => {
          const { searchParams } = new URL(request.url)
          const skip = Number(searchParams.get('skip') ?? 0)
          const newestFirst = ledger.posts.toReversed()
          const next = newestFirst.length > skip + pageSize ? skip + pageSize : null
          return HttpResponse.json({ posts: newestFirst.slice(skip, skip + pageSize), next })
        }),
        http.get('*/named/:name', ({ params }) => {
          const post = ledger.posts.find(({ key }) => key === params.name)
          return post ? HttpResponse.json(post) : refuse(404, 'no-such-post')
        }),
      ]
    },
  })
