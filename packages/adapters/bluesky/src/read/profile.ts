import { asInstantMs, asNumber, asString } from '@tutti/adapter-kit'
import { PlatformError, type Profile } from '@tutti/model'
import { membersOf } from './members-of.ts'
import { profileRef } from './ref.ts'
import type { ReadingContext } from './web-address.ts'

/**
 * Reads any of the AppView's profile views; members that a smaller view lacks stay `undefined`.
 * `undefined` when it names nobody.
 */
export function readProfile(value: unknown, context: ReadingContext): Profile | undefined {
  const raw = membersOf(value)
  const did = asString(raw.did)
  if (!did) return undefined
  const ref = profileRef(did, context)
  return {
    ref,
    // A handle that no longer points back is `handle.invalid`; the DID says more then.
    handle: asString(raw.handle) ?? did,
    displayName: asString(raw.displayName),
    description: asString(raw.description),
    avatarUrl: asString(raw.avatar),
    url: ref.url,
    followerCount: asNumber(raw.followersCount),
    followingCount: asNumber(raw.followsCount),
    postCount: asNumber(raw.postsCount),
    createdAt: asInstantMs(raw.createdAt),
    raw: value,
  }
}

/** @throws PlatformError `malformed-answer` when the answer names nobody */
export function requireProfile(body: unknown, context: ReadingContext): Profile {
  const profile = readProfile(body, context)
  if (profile) return profile
  throw new PlatformError({ code: 'malformed-answer', message: 'the answer names no profile', outcome: 'unknown' })
}
