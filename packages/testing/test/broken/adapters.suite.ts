import { readServerSentEvents, requireObject, requireString } from '@tutti/adapter-kit'
import { TuttiError, UnsupportedOperationError } from '@tutti/model'
import { describeAdapter } from '../../src/index.ts'
import { type NotesOptions, notes, operations } from '../notes-adapter.ts'
import { notesToken, notesUnderTest } from '../notes-fake.ts'

// Each of these adapters breaks one promise. describe-adapter-flags.test.ts runs this file in a process of its own
// and checks that the kit finds every one of them out.
const { publishPost, deletePost, fetchPost, listPosts, subscribe } = operations

/** One topic is enough to show a flaw: the others are not offered. */
function forInteractions(listen: typeof subscribe): typeof subscribe {
  return (input, context) =>
    input.topic.kind === 'interactions' ? listen(input, context) : subscribe({ topic: { kind: 'home' } }, context)
}

const broken: Readonly<Record<string, NotesOptions>> = {
  healthy: { only: ['publishPost', 'findPost', 'deletePost', 'fetchPost', 'listPosts'] },
  'repeats a failed publish': {
    operations: {
      publishPost: (input, context) =>
        publishPost(input, context).catch((error) => {
          if (TuttiError.isInstance(error) && error.retryable) return publishPost(input, context)
          throw error
        }),
    },
  },
  'publishes without a key': {
    operations: {
      publishPost: (input, context) => publishPost({ ...input, key: String(Math.random()) }, context),
    },
  },
  'publishes twice': {
    operations: {
      async publishPost(input, context) {
        await publishPost({ ...input, key: `${input.key}-too` }, context)
        return publishPost(input, context)
      },
    },
  },
  'does not mark the committing request': {
    operations: {
      publishPost: (input, context) => {
        const { http } = context
        return publishPost(input, {
          ...context,
          http: { ...http, request: (request) => http.request({ ...request, commit: false }) },
        })
      },
    },
  },
  'takes a lost answer for a refusal': {
    operations: {
      publishPost: (input, context) =>
        publishPost(input, context).catch((error) => {
          throw new TuttiError({ ...error, code: 'rejected', message: 'it failed', outcome: 'rejected' })
        }),
    },
  },
  'trusts every answer': {
    operations: {
      async fetchPost(input, context) {
        const post = await fetchPost(input, context)
        const { text } = post.raw as { text: string }
        return { ...post, text: text.trim() }
      },
    },
  },
  'says zero for what it was not told': {
    operations: {
      async fetchPost(input, context) {
        const post = await fetchPost(input, context)
        const { createdAt } = post.raw as { createdAt?: number }
        return { ...post, createdAt: Number(createdAt) || 0 }
      },
    },
  },
  'drops raw': {
    operations: {
      async fetchPost(input, context) {
        const { raw: _, ...post } = await fetchPost(input, context)
        return post as never
      },
    },
  },
  'never ends a list': {
    operations: {
      listPosts: async (input, context) => ({
        ...(await listPosts({ limit: input.limit }, context)),
        nextCursor: '9999',
      }),
    },
  },
  'takes any cursor': {
    operations: {
      listPosts: (input, context) =>
        listPosts({ ...input, cursor: input.cursor?.replace(/\D/g, '') || undefined }, context),
    },
  },
  'finds nothing': { operations: { findPost: async () => ({ matches: [], complete: true }) } },
  'finds any post of the same text': {
    operations: {
      async findPost({ part }, context) {
        const { items } = await listPosts({}, context)
        return { matches: items.filter(({ text }) => text === part.text).map(({ ref }) => ref), complete: true }
      },
    },
  },
  'fails at a second delete': {
    operations: {
      async deletePost(input, context) {
        const output = await deletePost(input, context)
        if (output.state === 'deleted') return output
        throw new TuttiError({ code: 'not-found', message: 'it is gone' })
      },
    },
  },
  'deletes in words only': {
    operations: { deletePost: async () => ({ state: 'deleted', warnings: [], raw: undefined }) },
  },
  'ignores the signal': {
    operations: {
      fetchPost: async ({ post }, { http }) => {
        const { body } = await http
          .request({ method: 'GET', url: `/notes/${post.id}`, bucket: 'all' })
          .catch(() => ({ body: {} }))
        const note = requireObject(body, 'note')
        return {
          ref: post,
          author: { ref: post, handle: '', raw: {} },
          text: requireString(note.text, 'text'),
        } as never
      },
    },
  },
  'declares what it does not do': {
    operations: {
      async reactToPost() {
        throw new UnsupportedOperationError({ code: 'unsupported-operation', message: 'not implemented' })
      },
    },
  },
  'declares what it does not do, and says nothing': {
    operations: { reactToPost: async () => ({ warnings: [], raw: undefined }) },
  },
  'names a bucket that is not there': {
    operations: {
      fetchPost: (input, context) => {
        const { http } = context
        return fetchPost(input, {
          ...context,
          http: { ...http, request: (request) => http.request({ ...request, bucket: 'none' }) },
        })
      },
    },
  },
  'counts too little': { countText: (text) => [...new Intl.Segmenter().segment(text)].length },
  'cuts texts that are too long': {
    operations: {
      publishPost: (input, context) =>
        publishPost({ ...input, part: { ...input.part, text: input.part.text.slice(0, 100) } }, context),
    },
  },
  'drops the reply target': {
    operations: { publishPost: (input, context) => publishPost({ ...input, replyTo: undefined }, context) },
  },
  'shows its token': { tokenInFacts: true },
  'throws errors of its own': {
    operations: {
      fetchPost: (input, context) =>
        fetchPost(input, context).catch((error) => {
          throw new Error(`fetchPost: ${error.message}`)
        }),
    },
  },
  'tells the last item again behind a cursor': {
    operations: {
      subscribe: forInteractions(({ topic, cursor }, context) =>
        subscribe({ topic, cursor: cursor && String(Number(cursor) - 1) }, context),
      ),
    },
  },
  'starts anew instead of going on': {
    operations: { subscribe: forInteractions(({ topic }, context) => subscribe({ topic }, context)) },
  },
  'breaks at an event that can’t be read': {
    operations: {
      subscribe: forInteractions(async function* (_input, { http }) {
        const { body } = await http.openStream({ url: '/stream', bucket: 'all' })
        for await (const { data } of readServerSentEvents(body)) {
          yield { kind: 'post-deleted', post: { v: 1, kind: 'post', platform: 'notes', id: JSON.parse(data).id } }
        }
      }),
    },
  },
  'leaves timers behind': {
    operations: {
      fetchPost: (input, context) => {
        context.clock.setTimer(600, () => {})
        return fetchPost(input, context)
      },
    },
  },
}

/** As few operations as show the flaw: each one costs the suite forty tests. */
function onlyNeeded({ operations: replaced }: NotesOptions): NonNullable<NotesOptions['only']> {
  if (!replaced) return ['publishPost', 'findPost']
  const publishes = replaced.publishPost !== undefined || replaced.findPost !== undefined
  return publishes ? ['publishPost', 'findPost'] : []
}

for (const [name, options] of Object.entries(broken)) {
  describeAdapter({
    name,
    create: (baseUrl) => notes(baseUrl, { ...options, only: options.only ?? onlyNeeded(options) }),
    credential: () => ({ token: notesToken }),
    platform: notesUnderTest(),
  })
}
