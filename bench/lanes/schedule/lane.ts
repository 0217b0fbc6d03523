/** One thing to be done at a time, in epoch milliseconds. */
export interface Job {
  readonly id: string
  readonly at: number
}

/** Something that does jobs in time. */
export interface ScheduleLane {
  readonly name: string
  /** How long planning one job takes at most, on a machine that is not busy. */
  readonly planningMsPerJob: number
  /** Starts it. `done` is told of each job in the moment in which it is done. */
  open(done: (id: string) => void): Promise<OpenLane>
}

/** A lane that runs. */
export interface OpenLane {
  plan(jobs: readonly Job[]): Promise<void>
  /** Stops it, and takes away what it has stored. */
  close(): Promise<void>
}

const chunkSize = 500

/** Plans jobs that have to be planned one by one: so many side by side. */
export async function planEach(jobs: readonly Job[], plan: (job: Job) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < jobs.length; start += chunkSize) {
    await Promise.all(jobs.slice(start, start + chunkSize).map(plan))
  }
}
