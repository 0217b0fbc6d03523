import { AuthenticationError, type CallOptions, type Issue, type PlatformLimits, TuttiError } from '@tutti/model'
import type { ChannelRuntime } from '../../runtime.ts'
import { warningIssue } from './issues.ts'

/**
 * The limits of the channel's own server. Where it can't be asked just now, the declared ones, with a warning.
 * @throws AuthenticationError when the credential is refused: publishing would fail as well
 */
export async function readLimits(
  channel: ChannelRuntime,
  options: CallOptions,
  issues: Issue[],
): Promise<PlatformLimits> {
  try {
    return (await channel.describe(options)).limits
  } catch (error) {
    if (!TuttiError.isInstance(error) || AuthenticationError.isInstance(error) || isStop(error)) throw error
    issues.push(
      warningIssue({
        code: 'limits-not-read',
        message: `the server could not be asked for its limits, so the platform's usual ones are used: ${error.message}`,
        advice: 'Prepare again when the server answers, if its limits differ.',
      }),
    )
    return channel.adapter.limits
  }
}

/** Whether an error says that the caller or the client wants to stop. */
export function isStop(error: unknown): boolean {
  return TuttiError.isInstance(error) && (error.code === 'aborted' || error.code === 'closed')
}
