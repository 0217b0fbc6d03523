// A process that plays the first half of many cells of the crash matrix at once: each until its point, where it says so
// and does nothing more. Then the process is killed, or stopped and woken up.
import { acceleratedClock } from '@tutti/testing/fakes'
import { spoilStore } from '../crash/bad-engines.ts'
import { struckOf } from '../crash/cells.ts'
import { pointOf } from '../crash/points.ts'
import { channelId, createCellClient, postOf, scheduleCell } from '../crash/process/create-client.ts'
import { createGate, type Gate } from '../crash/process/gate.ts'
import { gatePlugin } from '../crash/process/gate-plugin.ts'
import { gatedStore } from '../crash/process/gated-store.ts'
import type { BatchJob, CellJob, CellMessage, Command } from '../crash/process/job.ts'
import { openStore } from '../crash/process/open-store.ts'
import { dueInMs, reconcileWithinMs } from '../crash/times.ts'

const gates = new Map<string, Gate>()
const tell = (message: CellMessage) => void process.send?.(message)

process.on('message', (message: BatchJob | Command) => {
  if ('cells' in message) start(message)
  else if (message.kind === 'hold') gates.get(message.tenant)?.close()
  else for (const gate of gates.values()) gate.open()
})

function start(job: BatchJob): void {
  const shared = spoilStore(openStore(job.place), job.badEngine)
  const clock = acceleratedClock(job.pace)
  for (const cellJob of job.cells) {
    // What becomes of it is read from the journal by others: also when it throws.
    play(cellJob)
      .catch(() => {})
      .then(() => tell({ tenant: cellJob.tenant, kind: 'ended' }))
  }

  async function play(cellJob: CellJob): Promise<void> {
    const { cell, tenant } = cellJob
    const gate = createGate(() => tell({ tenant, kind: 'stopped' }))
    gates.set(tenant, gate)
    const store = gatedStore(shared, gate, cell.point, struckOf(cell))
    const plugin = gatePlugin(gate, cell.point, struckOf(cell))
    const client = await createCellClient(cellJob, { store, clock, plugin, badEngine: job.badEngine })
    if (cell.point && pointOf(cell.point).isScheduled) {
      await scheduleCell(client, cellJob, new Date(clock.now() + dueInMs).toISOString())
      // The scheduler's worker brings it to its point.
      return new Promise(() => {})
    }
    await client.publish(postOf(cellJob), { reconcileWithinMs, onAbsent: cell.onAbsent })
    await client.deliveries.get(tenant, channelId)
    await client.close()
  }
}
