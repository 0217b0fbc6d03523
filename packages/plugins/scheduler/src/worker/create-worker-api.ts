import { parseOptions } from '@tutti/core'
import { DeliveryError, type DeliveryState, InvalidInputError, StoreError } from '@tutti/model'
import * as z from 'zod/mini'
import { requireApproval } from '../approvals/require-approval.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { nameSchema, readDecision, refuseUnapproved } from '../calendar/inputs.ts'
import { queue } from '../calendar/records.ts'
import type { Pauses } from '../pause/pauses.ts'
import { readHealth } from './health.ts'
import { keepLease } from './keep-lease.ts'
import { recordOutcome } from './outcome.ts'
import type { Overdue } from './overdue.ts'
import { leaseMs } from './queues.ts'
import type { Worker } from './worker.ts'
import type { DeliveryLog, WorkerApi } from './worker-api.ts'

const retrySchema = z.strictObject({ channel: z.optional(nameSchema), by: z.optional(nameSchema) })

const undecided: readonly DeliveryState[] = ['unknown', 'publishing', 'processing', 'needs-human']
const repeatable: readonly DeliveryState[] = ['held', 'rejected', 'not-sent']

/** The methods about what has begun, or should have. */
export function createWorkerApi(calendar: Calendar, pauses: Pauses, worker: Worker, overdue: Overdue): WorkerApi {
  const { host, records, show, move } = calendar
  const { due } = host.store

  /** Publishes on some channels of a post, and records what came of it. */
  const publish = async (id: string, channels: readonly string[]) => {
    const { record } = await records.get(id)
    const chosen = channels.map((channel) => [channel, record.preview.channels[channel]] as const)
    const preview = { postId: id, channels: Object.fromEntries(chosen) } as typeof record.preview
    const { deliveries } = await host.client.publish(preview)
    const states = Object.entries(deliveries).map(([channel, { state }]) => [channel, state] as const)
    return (await recordOutcome(calendar, id, Object.fromEntries(states))) ?? record
  }

  return {
    async publishNow(id, input = {}) {
      const { by } = readDecision(input)
      const planned = (await records.get(id)).record
      refuseUnapproved(id, planned)
      await requireApproval(calendar, planned)
      const now = host.clock.now()
      const from = ['scheduled', 'missed', 'waiting'] as const
      const change = { state: 'firing', firedAt: now, reason: undefined } as const
      const { record } = await move(id, from, change, { by, action: 'publish-now' })
      // Due when the lease ends, so that a worker finishes it should this process die.
      await due.add(queue, id, now + leaseMs)
      const lease = await due.claimOne(queue, id, { now, leaseMs })
      const kept = lease && keepLease(host, queue, lease)
      try {
        const fired = await publish(id, Object.keys(record.preview.channels))
        if (kept) await due.complete(queue, kept.lease)
        return show(fired)
      } finally {
        kept?.stop()
      }
    },

    async attempts(id) {
      const { record } = await records.get(id)
      const logs: DeliveryLog[] = []
      for (const channel of Object.keys(record.preview.channels)) {
        const delivery = await host.client.deliveries.get(id, channel)
        if (!delivery) continue
        const { state, reason, attempts } = delivery
        logs.push({ channel, state, reason, attempts })
      }
      return logs
    },

    async retry(id, input = {}) {
      const { channel } = parseOptions(retrySchema, input, 'retry', 'invalid-input')
      const { record } = await records.get(id)
      const asked = channel === undefined ? Object.keys(record.preview.channels) : [channel]
      const found: string[] = []
      for (const one of asked) {
        const delivery = await host.client.deliveries.get(id, one)
        const parts = delivery ? [delivery, ...delivery.parts] : []
        const open = parts.find(({ state }) => undecided.includes(state))
        if (open) {
          throw new DeliveryError({
            code: 'needs-decision',
            message: `the post "${id}" is ${open.state} on ${one}: it may be there`,
            channel: one,
          })
        }
        if (parts.some(({ state }) => repeatable.includes(state))) found.push(one)
      }
      if (found.length > 0) return show(await publish(id, found))
      throw new InvalidInputError({
        code: 'invalid-input',
        message: `there is nothing of the post "${id}" to send again`,
        path: channel === undefined ? 'id' : 'retry.channel',
        advice: 'See its attempts: it is published, was not tried yet, or goes to other channels.',
      })
    },

    overdue: () => overdue.list(),
    health: () => readHealth(host, calendar.options, pauses),

    async run({ signal } = {}) {
      if (!host.storeIsDurable) {
        throw new StoreError({ code: 'store-not-durable', message: 'there is nothing to work on in a memory' })
      }
      worker.start()
      await new Promise<void>((resolve) => {
        const forget = host.onClose(end)
        function end(): void {
          forget()
          signal?.removeEventListener('abort', end)
          resolve()
        }
        if (signal?.aborted) end()
        signal?.addEventListener('abort', end)
      })
      await worker.stop()
    },
  }
}
