import type { StableOperationVocabulary } from '@tutti/core'
import { fakeAdapter } from '@tutti/testing'

/** A platform that takes every post at once and remembers none: what is measured is the way to it. */
export function instantPlatform(arrived: (text: string) => void) {
  const adapter = fakeAdapter()
  const publishPost: StableOperationVocabulary['publishPost'] = async ({ part, key }) => {
    arrived(part.text)
    return { state: 'published', ref: { v: 1, kind: 'post', platform: 'fake', id: key }, warnings: [], raw: undefined }
  }
  Object.assign(adapter.operations, { publishPost })
  return adapter
}
