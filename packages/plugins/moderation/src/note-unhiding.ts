import { aroundOperation, type InteractionInput } from '@tutti/model'
import type { ModerateContext } from './moderate.ts'
import { verdictId } from './records.ts'
import type { Verdict } from './verdict.ts'

/** A comment that a person shows again, with whatever means of this client, has its verdict taken back. */
export function noteUnhiding(context: ModerateContext): void {
  context.host.use(
    aroundOperation.use(async ({ channel, operation, input }, next) => {
      const output = await next()
      if (operation !== 'unhideInteraction') return output
      const { id } = (input as InteractionInput).interaction
      // It is shown, whatever becomes of the note.
      await noteShown(context, channel, id).catch((error: unknown) => {
        context.host.log.warn('moderation: a verdict that was taken back could not be noted', {
          channel,
          id,
          error: String(error),
        })
      })
      return output
    }),
  )
}

/** Marks what was hidden as `undone`. @returns the verdict; `undefined` when nothing was hidden by one */
export async function noteShown(
  { host, records }: ModerateContext,
  channel: string,
  interactionId: string,
): Promise<Verdict | undefined> {
  const verdict = await records.findVerdict(verdictId({ channel, ref: { id: interactionId } }))
  if (verdict?.outcome === 'undone') return verdict
  if (verdict?.outcome !== 'hidden') return undefined
  const undone: Verdict = { ...verdict, outcome: 'undone', at: host.clock.now() }
  await records.saveVerdict(undone)
  return undone
}
