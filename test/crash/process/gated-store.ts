import type { DeliveryRecord, Json, ScopedStore, Store } from '@tutti/core'
import type { PointName } from '../points.ts'
import type { Gate } from './gate.ts'

/** What is about to be written, or was. */
interface Write {
  readonly owner: string
  readonly collection: string
  readonly value: Json
}

type Moment = 'before' | 'after'

/** A store that stops its client at the point of the journal that is named. Closing it closes nothing. */
export function gatedStore(store: Store, gate: Gate, point: PointName | undefined, struck: number): Store {
  const wrap = <T extends object>(owner: string, part: T): T =>
    new Proxy(part, {
      get(target, name: string) {
        const method = Reflect.get(target, name) as (...input: unknown[]) => Promise<unknown>
        return async (...input: unknown[]) => {
          await gate.pass()
          if (name !== 'put') return method.apply(target, input)
          const write: Write = { owner, collection: String(input[0]), value: input[2] as Json }
          await gate.reach(isPoint(point, write, 'before', struck))
          const answer = await method.apply(target, input)
          await gate.reach(isPoint(point, write, 'after', struck))
          return answer
        }
      },
    })
  return {
    durable: store.durable,
    scope(tenant, owner): ScopedStore {
      const { documents, due, samples, locks } = store.scope(tenant, owner)
      return { documents: wrap(owner, documents), due: wrap(owner, due), samples, locks }
    },
    close: async () => {},
  }
}

function isPoint(point: PointName | undefined, { owner, collection, value }: Write, moment: Moment, struck: number) {
  const stateOf = (record: Json) => (record as { readonly state?: string }).state
  const isSchedule = owner === 'scheduler' && collection === 'posts'
  const isDelivery = owner === 'core' && collection === 'deliveries'
  const part = isDelivery ? (value as unknown as DeliveryRecord).parts[struck] : undefined
  switch (point) {
    case 'C1 before the schedule is stored':
      return isSchedule && moment === 'before' && stateOf(value) === 'scheduled'
    case 'C2 scheduled, not claimed':
      return isSchedule && moment === 'after' && stateOf(value) === 'scheduled'
    case 'C3 claimed by the scheduler':
      return isSchedule && moment === 'after' && stateOf(value) === 'firing'
    case 'C3 before the delivery is in the journal':
      return moment === 'before' && part?.state === 'queued'
    case 'C3 the delivery in the journal, nothing staged':
      return moment === 'after' && part?.state === 'queued'
    case 'C5 staged, before publishing is journalled':
      return moment === 'before' && part?.state === 'publishing'
    case 'C6 publishing journalled':
      return moment === 'after' && part?.state === 'publishing'
    default:
      return false
  }
}
