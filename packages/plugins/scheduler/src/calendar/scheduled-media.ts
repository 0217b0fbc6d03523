import { keptMediaOf, MediaError, mediaInUse, type PluginHost, type Preview } from '@tutti/model'
import type { Records } from './records.ts'
import type { ScheduleState } from './schedule-record.ts'

/** States that a post never leaves. */
const isOver: readonly ScheduleState[] = ['fired', 'cancelled']

/**
 * Bytes that are forgotten when the process ends can't be sent next week.
 * @throws MediaError `media-not-persistable`
 */
export function refuseForgottenMedia(preview: Preview, host: PluginHost): void {
  if (host.mediaStoreIsDurable || mediaOf(preview).length === 0) return
  throw new MediaError({
    code: 'media-not-persistable',
    message: 'the post has a Blob or stream, and the media store forgets it when the process ends',
    path: 'media',
  })
}

/** Keeps the media of posts that may still fire from being cleaned away. */
export function keepScheduledMedia(host: PluginHost, records: Records): void {
  host.use(
    mediaInUse.use(async ({ sha256s }) => {
      const scheduled: string[] = []
      for await (const { record } of records.stored()) {
        const { state, preview } = record
        if (!isOver.includes(state)) scheduled.push(...mediaOf(preview))
      }
      return { sha256s: [...sha256s, ...scheduled] }
    }),
  )
}

function mediaOf(preview: Preview): readonly string[] {
  return Object.values(preview.channels).flatMap(keptMediaOf)
}
