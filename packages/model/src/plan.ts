/** What a brand wants of its presence. */
export type GoalKind = 'sales' | 'traffic' | 'community' | 'awareness'

/** One goal of a plan. */
export interface Goal {
  readonly id: string
  readonly kind: GoalKind
  readonly title: string
}

/** A theme that posts belong to, with its share of the mix. */
export interface Pillar {
  readonly id: string
  readonly title: string
  /** Share of all posts, 0 to 1. */
  readonly share: number
  readonly goals: readonly string[]
}

/** A regular place in the calendar of one channel, at a wall time in a zone. */
export interface Slot {
  readonly channel: string
  /** ISO weekday: 1 is Monday, 7 is Sunday. */
  readonly weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7
  /** `HH:MM`. */
  readonly wallTime: string
  /** IANA name, for example `Europe/Rome`. */
  readonly timeZone: string
  readonly pillar?: string | undefined
}
