import { asObject } from '@tutti/adapter-kit'
import type { Acknowledged, Operation, ProfileRef, Warning } from '@tutti/model'

/** Each of these may be repeated: doing it twice is doing it once. */
function profileAction(
  action: string,
  warningsAbout: (relationship: unknown) => readonly Warning[] = () => [],
): Operation<{ readonly profile: ProfileRef }, Acknowledged> {
  return async ({ profile }, { http }) => {
    const url = `/api/v1/accounts/${encodeURIComponent(profile.id)}/${action}`
    const answer = await http.request({ method: 'POST', url, bucket: 'requests', repeatable: true })
    return { warnings: warningsAbout(answer.body), raw: answer.body }
  }
}

/** Stops seeing somebody's posts and notifications; they can't tell. */
export const muteProfile = profileAction('mute')

/** Takes a mute back. */
export const unmuteProfile = profileAction('unmute')

/** Breaks all ties with somebody: neither sees or can answer the other. */
export const blockProfile = profileAction('block')

/** Takes a block back. */
export const unblockProfile = profileAction('unblock')

/** Follows somebody. One who lets people in by hand has to agree first: a `follow-requested` warning. */
export const followProfile = profileAction('follow', (relationship) => {
  if (asObject(relationship)?.requested !== true) return []
  return [{ code: 'follow-requested', message: 'the person decides about followers by hand and has been asked' }]
})

/** Stops following somebody, or takes the request back. */
export const unfollowProfile = profileAction('unfollow')
