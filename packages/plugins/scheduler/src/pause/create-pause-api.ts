import { parseOptions } from '@tutti/core'
import { InvalidInputError, StoreError } from '@tutti/model'
import * as z from 'zod/mini'
import { recordAudit } from '../approvals/audit-log.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { nameSchema } from '../calendar/inputs.ts'
import { schedulerPaused, schedulerResumed } from '../schedule-events.ts'
import { askForWakeUp } from '../worker/ask-for-wake-up.ts'
import type { Pause, PauseApi, PauseScope } from './pause-api.ts'
import { type Pauses, pauseKey } from './pauses.ts'

const scopeShape = {
  channel: z.optional(nameSchema),
  campaign: z.optional(nameSchema),
  everything: z.optional(z.literal(true)),
  by: z.optional(nameSchema),
}
const resumeSchema = z.strictObject(scopeShape)
const pauseSchema = z.strictObject({ ...scopeShape, reason: z.string().check(z.minLength(1), z.maxLength(2000)) })

/** @throws InvalidInputError `invalid-input` when it names no scope, or several */
function scopeOf(input: z.infer<typeof resumeSchema>, place: string): PauseScope {
  const { channel, campaign, everything } = input
  const scopes: PauseScope[] = []
  if (channel !== undefined) scopes.push({ channel })
  if (campaign !== undefined) scopes.push({ campaign })
  if (everything !== undefined) scopes.push({ everything })
  const [scope, another] = scopes
  if (scope && !another) return scope
  throw new InvalidInputError({
    code: 'invalid-input',
    message: `${place}: must name one of channel, campaign and everything`,
    path: place,
  })
}

/** The methods that stop things. `onResume` is told when something may go on. */
export function createPauseApi({ host }: Calendar, pauses: Pauses, onResume: () => void): PauseApi {
  return {
    async pause(input) {
      const { reason, by, ...rest } = parseOptions(pauseSchema, input, 'pause', 'invalid-input')
      const scope = scopeOf(rest, 'pause')
      if (!host.storeIsDurable) {
        throw new StoreError({ code: 'store-not-durable', message: 'a pause must hold for every process' })
      }
      const pause: Pause = { scope, reason, by, since: host.clock.now() }
      await pauses.put(pause)
      const detail = `${pauseKey(scope)}: ${reason}`
      await recordAudit(host, { at: pause.since, action: 'pause', by, detail })
      host.emit(schedulerPaused, { pause })
      return pause
    },

    async resume(input) {
      const { by, ...rest } = parseOptions(resumeSchema, input, 'resume', 'invalid-input')
      const scope = scopeOf(rest, 'resume')
      if (!(await pauses.delete(scope))) return false
      await recordAudit(host, { at: host.clock.now(), action: 'resume', by, detail: pauseKey(scope) })
      await askForWakeUp(host, host.clock.now(), `resume ${pauseKey(scope)}`)
      onResume()
      host.emit(schedulerResumed, { scope, by })
      return true
    },

    pauses: () => pauses.list(),
  }
}
