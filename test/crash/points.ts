import type { Committed } from './answers.ts'
import { times } from './times.ts'

/** Where a process dies or is stopped, in the order of RELIABILITY 1.3. */
export interface Point {
  /** Who holds the process there: its store around a write, its request, its hook, or the platform. */
  readonly holds: 'process' | 'platform' | 'wire'
  /** The post is scheduled, not published at once. */
  readonly isScheduled: boolean
  /** What becomes of the committing request that is on its way; absent where the answer says it, or none was sent. */
  readonly committed?: Committed | 'not-sent' | undefined
  /** How much later than the death of the process the platform commits. */
  readonly commitAfterMs?: number | undefined
}

const before = { holds: 'process', isScheduled: false, committed: 'not-sent' } as const
const scheduled = { ...before, isScheduled: true } as const
const onItsWay = { holds: 'process', isScheduled: false, committed: 'no' } as const
const atPlatform = { holds: 'platform', isScheduled: false, committed: 'yes' } as const
const answered = { holds: 'process', isScheduled: false } as const

/** Every point at which a process is killed. */
export const points = {
  'C1 before the schedule is stored': scheduled,
  'C2 scheduled, not claimed': scheduled,
  'C3 claimed by the scheduler': scheduled,
  'C3 before the delivery is in the journal': scheduled,
  'C3 the delivery in the journal, nothing staged': scheduled,
  'C4 the draft made, its id not stored': before,
  'C5 staged, before publishing is journalled': before,
  'C6 publishing journalled': onItsWay,
  'C6 before the first byte': onItsWay,
  'C7 in the middle of the body': { holds: 'wire', isScheduled: false, committed: 'no' },
  'C8 before the platform commits': atPlatform,
  'C8 before the platform commits within the declared time': { ...atPlatform, commitAfterMs: times.lateCommitMs / 2 },
  'C8 before the platform commits after the declared time': {
    ...atPlatform,
    committed: 'late',
    commitAfterMs: times.lateCommitMs * 4,
  },
  'C9 committed, before the answer': atPlatform,
  'C10 answer read, before it is stored': answered,
  'C11 stored, in the hooks': { ...answered, committed: 'yes' },
  'C12 reading back': answered,
} as const satisfies Readonly<Record<string, Point>>

/** The name of a point. */
export type PointName = keyof typeof points

/** Every point, by its name. */
export const pointNames = Object.keys(points) as PointName[]

/** The point of a name. */
export const pointOf = (name: PointName): Point => points[name]
