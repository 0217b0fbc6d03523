import { asArray, asString } from '@tutti/adapter-kit'
import type { PreparedPart, StagedPost } from '@tutti/model'
import { type NewPoll, type NewStatus, toStatusVisibility } from './new-status.ts'

/** The body of a new status: everything that the part says. */
export function newStatus(
  part: PreparedPart,
  staged: StagedPost,
  { parentId, quote }: { readonly parentId?: string | undefined; readonly quote: NewStatus },
): NewStatus {
  return {
    ...statusContent(part),
    media_ids: orNothing(stagedMediaIds(staged)),
    in_reply_to_id: parentId,
    ...quote,
    visibility: part.visibility && toStatusVisibility(part.visibility),
    sensitive: part.platformOptions.sensitive === true ? true : undefined,
    spoiler_text: part.contentWarning,
  }
}

/**
 * The body of an edit. What is left out of one stays as it was, so that everything is said: no
 * warning, no media. Visibility, quote and what is answered can't be changed.
 */
export function editedStatus(part: PreparedPart, staged: StagedPost): Omit<NewStatus, 'visibility'> {
  return {
    ...statusContent(part),
    status: part.text,
    media_ids: stagedMediaIds(staged),
    sensitive: part.platformOptions.sensitive === true,
    spoiler_text: part.contentWarning ?? '',
  }
}

function statusContent(part: PreparedPart): NewStatus {
  return {
    status: part.text === '' ? undefined : part.text,
    poll: newPoll(part),
    quote_approval_policy: asString(part.platformOptions.quoteApprovalPolicy),
    language: part.languages?.[0],
  }
}

function newPoll({ poll, platformOptions }: PreparedPart): NewPoll | undefined {
  return (
    poll && {
      options: poll.options,
      expires_in: Math.round(poll.durationMs / 1000),
      multiple: poll.multiple,
      hide_totals: platformOptions.hidePollTotals === true ? true : undefined,
    }
  )
}

function stagedMediaIds(staged: StagedPost): readonly string[] {
  return asArray(staged.facts.mediaIds).filter((id) => typeof id === 'string')
}

const orNothing = (ids: readonly string[]) => (ids.length === 0 ? undefined : ids)
