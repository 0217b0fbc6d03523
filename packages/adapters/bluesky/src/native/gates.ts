import { asArray } from '@tutti/adapter-kit'
import type { Acknowledged, OperationContext, PostRef } from '@tutti/model'
import { InvalidInputError, RejectedError } from '@tutti/model'
import * as z from 'zod/mini'
import { type WhoMayReply, whoMayReply } from '../options.ts'
import { collections } from '../protocol/collections.ts'
import { changeGate } from '../protocol/gates.ts'
import { requireOwnPost } from '../protocol/require-own-post.ts'
import { requirePostUri, resolvePost } from '../protocol/resolve-refs.ts'
import { makeAllow, noQuotes } from '../record/gates.ts'
import { parseInput, postRefInput } from './input.ts'

const replyRulesInput = z.strictObject({
  post: postRefInput,
  who: z.union([z.literal('everybody'), whoMayReply]),
})
const quoteRulesInput = z.strictObject({ post: postRefInput, who: z.enum(['everybody', 'nobody']) })
const detachInput = z.strictObject({ post: postRefInput, quote: postRefInput })

/** Source: lexicon app.bsky.feed.postgate, read 2026-11-25. */
const maxDetached = 50

/**
 * Says who may reply from now on, in a thread that this account has started. Hidden replies stay hidden.
 * @throws InvalidInputError `invalid-input`; RejectedError `forbidden` for somebody else's post, `conflict`
 */
export async function changeReplyRules(
  input: { readonly post: PostRef; readonly who: WhoMayReply | 'everybody' },
  context: OperationContext,
): Promise<Acknowledged> {
  const { post, who } = parseInput(replyRulesInput, input, 'changeReplyRules')
  const parts = await requireOwnPost(post, context, 'post')
  if ((await resolvePost(post, context, 'post')).root !== null) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: 'Bluesky: who may reply is said at the first post of a thread, and this one is a reply',
      path: 'post',
    })
  }
  return changeGate(context, collections.threadgate, parts, ({ allow: _, ...others }) => {
    const allow = makeAllow(who)
    return allow === undefined ? others : { ...others, allow }
  })
}

/**
 * Says who may quote a post of the account's own from now on.
 * @throws InvalidInputError `invalid-input`; RejectedError `forbidden` for somebody else's post, `conflict`
 */
export async function changeQuoteRules(
  input: { readonly post: PostRef; readonly who: 'everybody' | 'nobody' },
  context: OperationContext,
): Promise<Acknowledged> {
  const { post, who } = parseInput(quoteRulesInput, input, 'changeQuoteRules')
  const parts = await requireOwnPost(post, context, 'post')
  return changeGate(context, collections.postgate, parts, ({ embeddingRules: _, ...others }) =>
    who === 'everybody' ? others : { ...others, embeddingRules: noQuotes },
  )
}

/**
 * Takes a post of the account's own out of somebody's quote of it, for everybody.
 * @throws InvalidInputError `invalid-input`; RejectedError `forbidden`, `conflict`, `rejected` after 50 of them
 */
export async function detachQuote(
  input: { readonly post: PostRef; readonly quote: PostRef },
  context: OperationContext,
): Promise<Acknowledged> {
  const { post, quote } = parseInput(detachInput, input, 'detachQuote')
  requirePostUri(quote, 'quote')
  const parts = await requireOwnPost(post, context, 'post')
  return changeGate(context, collections.postgate, parts, (gate) => {
    const detached = asArray(gate.detachedEmbeddingUris)
    if (detached.includes(quote.id)) return gate
    if (detached.length >= maxDetached) throw tooManyDetached()
    return { ...gate, detachedEmbeddingUris: [...detached, quote.id] }
  })
}

function tooManyDetached(): RejectedError {
  return new RejectedError({
    code: 'rejected',
    message: `Bluesky takes a post out of up to ${maxDetached} quotes`,
    outcome: 'not-sent',
    advice: 'Keep everybody from quoting the post: changeQuoteRules.',
  })
}
