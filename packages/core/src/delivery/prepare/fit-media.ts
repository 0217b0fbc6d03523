import { fitMedia, type Issue, type MediaLimit, PluginError, type PreparedMedia } from '@tutti/model'
import { deepFreeze } from '../../deep-freeze.ts'
import type { ChannelRuntime, CoreRuntime } from '../../runtime.ts'
import { isPlainObject } from '../input/checks.ts'
import { warningIssue } from './issues.ts'

/** Where an attachment goes. */
interface MediaPlace {
  readonly core: CoreRuntime
  readonly channel: ChannelRuntime
  readonly path: string
  /** Absent where the channel takes nothing of the kind: there is nothing to fit to. */
  readonly limit: Partial<MediaLimit> | undefined
  readonly issues: Issue[]
}

/** The attachment as plugins have made it fit. What they have changed becomes warnings. */
export async function fitMediaByHooks(
  media: PreparedMedia,
  { core, channel, path, limit, issues }: MediaPlace,
): Promise<PreparedMedia> {
  if (limit === undefined || !core.hooks.has(fitMedia)) return media
  const input = { channel: channel.id, platform: channel.adapter.id, path, limit, media, changes: [] }
  const fitted = await core.hooks.runWaterfall(fitMedia, deepFreeze(input))
  if (!isPreparedMedia(fitted?.media) || !Array.isArray(fitted.changes)) {
    const message = 'a plugin returned from fitMedia what is no fitted attachment'
    throw new PluginError({ code: 'hook-failed', message })
  }
  for (const { code, message } of fitted.changes) {
    issues.push(
      warningIssue({ code, message, path, advice: 'Give this channel a file of its own to choose otherwise.' }),
    )
  }
  return fitted.media
}

function isPreparedMedia(value: unknown): value is PreparedMedia {
  if (!isPlainObject(value)) return false
  const { kind, uri, sha256, byteLength, mimeType } = value as Record<string, unknown>
  return [kind, uri, sha256, mimeType].every((text) => typeof text === 'string') && typeof byteLength === 'number'
}
