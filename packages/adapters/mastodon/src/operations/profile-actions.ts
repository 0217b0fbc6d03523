import type { Acknowledged, Operation, ProfileRef } from '@tutti/model'

/** Each of these may be repeated: doing it twice is doing it once. */
function profileAction(action: string): Operation<{ readonly profile: ProfileRef }, Acknowledged> {
  return async ({ profile }, { http }) => {
    const url = `/api/v1/accounts/${encodeURIComponent(profile.id)}/${action}`
    const answer = await http.request({ method: 'POST', url, bucket: 'requests', repeatable: true })
    return { warnings: [], raw: answer.body }
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
