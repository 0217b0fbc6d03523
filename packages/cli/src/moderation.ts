import { type Interaction, type InteractionRef, InvalidInputError } from '@tutti/model'
import type { Session } from './client/open-session.ts'
import { inertLine } from './output/inert.ts'
import type { Output } from './output/output.ts'

/** What is used of a moderation plugin, where the configuration has one. */
export interface Moderation {
  moderate(input: {
    readonly interactions?: readonly Interaction[] | undefined
    readonly channels?: readonly string[] | undefined
    readonly signal: AbortSignal
  }): Promise<readonly Verdict[]>
}

/** What is used of a verdict. */
export interface Verdict {
  readonly channel: string
  readonly interaction: InteractionRef
  readonly outcome: string
  readonly rule?: string | undefined
  readonly reason?: string | undefined
  readonly advice?: string | undefined
}

/** The rules of the configuration. @throws InvalidInputError `invalid-options` when it has none */
export function moderationOf(session: Session): Moderation {
  const moderation = session.pluginNamed<Moderation>('moderation')
  if (moderation !== undefined) return moderation
  throw new InvalidInputError({
    code: 'invalid-options',
    message: 'the configuration has no rules: it lacks the plugin moderation',
    path: 'plugins',
    advice: 'Add moderation({ rules: […] }) of @tutti/moderation to the plugins of tutti.config.ts.',
  })
}

/** The colour of an outcome. */
export function outcomePaint({ style }: Output, { outcome }: Verdict): (text: string) => string {
  return outcome === 'hidden' ? style.green : style.yellow
}

/** Why a verdict is as it is, and what can be done. */
export function whyOf({ reason, advice }: Verdict): string {
  return inertLine([reason, advice].filter(Boolean).join('. '))
}
