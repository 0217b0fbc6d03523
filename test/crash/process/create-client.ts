import { type Clock, createTutti, type Plugin, type Store } from '@tutti/core'
import { scheduler } from '@tutti/scheduler'
import { board } from '@tutti/testing/fakes'
import { type BadEngineName, spoilAdapter } from '../bad-engines.ts'
import { times } from '../times.ts'
import type { CellJob } from './job.ts'

/** The only channel of a cell. */
export const channelId = 'board'

const silent = { debug() {}, info() {}, warn() {} }

/** The client of one cell in one process: the real engine, and what a test of a bad one has spoilt. */
export function createCellClient(
  { cell, server, tenant }: CellJob,
  surroundings: {
    readonly store: Store
    readonly clock: Clock
    readonly plugin: Plugin
    readonly badEngine?: BadEngineName | undefined
  },
) {
  const { store, clock, plugin, badEngine } = surroundings
  const approval = cell.isApproved ? 'required' : 'optional'
  const adapter = spoilAdapter(board({ server, guarantee: cell.guarantee }), badEngine)
  return createTutti({
    channels: { [channelId]: adapter.channel({}) },
    // How late the machine of the test is may decide nothing: a post that is late is not missed.
    plugins: [plugin, scheduler({ sweepEveryMs: 1_000, late: { graceMs: 24 * 60 * 60_000 }, approval })],
    store,
    tenant,
    clock,
    log: silent,
    reconciliation: times,
    recoverOnStart: false,
  })
}

/** What is to be published. */
export function postOf({ tenant, texts: [text = '', ...rest] }: CellJob) {
  return { id: tenant, text, thread: rest.map((part) => ({ text: part })) }
}

/** Puts what is to be published into the calendar, to fall due at a time: at once, or by way of who approves it. */
export async function scheduleCell(
  { scheduler: calendar }: Awaited<ReturnType<typeof createCellClient>>,
  job: CellJob,
  at: string,
): Promise<void> {
  if (!job.cell.isApproved) {
    await calendar.schedule(postOf(job), { at })
    return
  }
  const by = { id: 'wanda', role: 'writer' }
  await calendar.approvals.draft(postOf(job), { by, at })
  const { contentHash } = await calendar.approvals.submit(job.tenant, { by })
  await calendar.approvals.approve(job.tenant, { by: { id: 'carl', role: 'client' }, contentHash })
}
