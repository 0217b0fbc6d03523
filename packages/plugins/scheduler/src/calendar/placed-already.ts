import { InvalidInputError } from '@tutti/model'
import { contentHashOf } from '../approvals/content-hash.ts'
import type { Records } from './records.ts'
import type { ScheduleRecord, ScheduleState } from './schedule-record.ts'

const over: readonly ScheduleState[] = ['fired', 'missed', 'cancelled', 'rejected']

/** The error for a post whose id is in the calendar already: whether that is this very post, and what to do. */
export async function placedAlready(records: Records, wanted: ScheduleRecord): Promise<InvalidInputError> {
  // Also one of an import that is not finished yet, which nobody else sees.
  const present = (await records.findStored(wanted.id))?.record
  if (present === undefined) {
    const message = `the post "${wanted.id}" was in the calendar a moment ago`
    return new InvalidInputError({ code: 'already-published', message, path: 'post.id', advice: 'Schedule it again.' })
  }
  const isSame = (await contentHashOf(present.preview)) === (await contentHashOf(wanted.preview))
  const { said, advice } = isSame ? compareTimes(present, wanted) : otherContent
  const message = `the post "${wanted.id}" is in the calendar already (${present.state}), ${said}`
  return new InvalidInputError({ code: 'already-published', message, path: 'post.id', advice })
}

const otherContent = {
  said: 'with other content: what was given now was not taken',
  advice: 'Use a new id for this one, and cancel the other one if this is to replace it.',
}

function compareTimes(present: ScheduleRecord, wanted: ScheduleRecord) {
  if (over.includes(present.state)) {
    return { said: 'with this content', advice: 'Use a new id to publish it once more.' }
  }
  return present.at === wanted.at
    ? { said: 'with this content and for this time', advice: 'Nothing to do: this very post is there.' }
    : {
        said: 'with this content, for another time',
        advice: 'Reschedule that one, or use a new id to publish it twice.',
      }
}
