import { defineAdapter, type OperationName } from '@tutti/model'
import { countCodePoints } from '@tutti/text'
import { describeAccountWith } from './account.ts'
import { readError } from './errors.ts'
import { auth, buckets, guarantees, limits } from './limits.ts'
import {
  type NoticeboardCredential,
  type NoticeboardOptions,
  parseNoticeboardCredential,
  parseNoticeboardOptions,
  parseNoticeboardPostOptions,
} from './options.ts'
import { deletePost, fetchPost, listPosts } from './posts.ts'
import { findPost, publishPost } from './publish.ts'
import { subscribe } from './subscribe.ts'

const postOperations = { publishPost, findPost, deletePost, fetchPost, listPosts, subscribe }
const operationNames = [...Object.keys(postOperations), 'describeAccount'] as OperationName[]

/**
 * The adapter for one Noticeboard server. Makes no request.
 * @throws InvalidInputError `invalid-options` when the server's address is not usable
 */
export function noticeboard(options: NoticeboardOptions) {
  const { server } = parseNoticeboardOptions(options)
  return defineAdapter({
    specVersion: 'v0',
    id: 'noticeboard',
    displayName: 'Noticeboard',
    limits,
    auth,
    buckets,
    guarantees,
    operations: { ...postOperations, describeAccount: describeAccountWith(operationNames) },
    baseUrl: () => server,
    parseCredential: (input: NoticeboardCredential) => parseNoticeboardCredential(input),
    parsePlatformOptions: (value) => parseNoticeboardPostOptions(value),
    authorize: ({ credential }) => ({ headers: { authorization: `Bearer ${credential.secrets.token}` } }),
    countText: (text) => countCodePoints(text),
    readError,
  })
}
