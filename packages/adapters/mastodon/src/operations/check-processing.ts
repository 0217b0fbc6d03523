import { asArray } from '@tutti/adapter-kit'
import {
  createError,
  type HttpAnswer,
  MediaError,
  type OperationContext,
  RateLimitError,
  type StagedPost,
  TuttiError,
} from '@tutti/model'

/** Servers take seconds to minutes for a video; so often is asked. */
const askAgainMs = 5_000

/**
 * Looks whether the server is done with the uploads that it had not worked on when it took them:
 * https://docs.joinmastodon.org/methods/media/#get, read 2026-11-25. One look each; nothing was sent
 * of the post, whatever comes of it.
 * @throws RateLimitError `rate-limited` while the server is at it: come again
 * @throws MediaError `media-unreadable` when it could not make anything of a file
 */
export async function checkProcessing(staged: StagedPost, context: OperationContext): Promise<void> {
  for (const id of asArray(staged.facts.processing).filter((value) => typeof value === 'string')) {
    const { status } = await look(id, context)
    if (status === 206) {
      throw new RateLimitError({
        code: 'rate-limited',
        message: 'the server still works on the media of the post',
        outcome: 'not-sent',
        retryAfterMs: askAgainMs,
        advice: 'Nothing to do: the post goes out when the server is ready.',
      })
    }
    if (status === 422) {
      throw new MediaError({
        code: 'media-unreadable',
        message: 'the server could not make anything of an attached file',
        outcome: 'rejected',
        status,
      })
    }
  }
}

async function look(id: string, { http }: OperationContext): Promise<HttpAnswer> {
  try {
    const url = `/api/v1/media/${encodeURIComponent(id)}`
    return await http.request({ method: 'GET', url, bucket: 'requests', acceptStatus: [422] })
  } catch (error) {
    if (!TuttiError.isInstance(error) || error.outcome !== 'unknown') throw error
    throw createError({ ...error.toJSON(), outcome: 'not-sent', cause: error })
  }
}
