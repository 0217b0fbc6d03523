import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { acceleratedClock } from '../clock/accelerated-clock.ts'
import type { AdapterFake } from '../platform/platform-under-test.ts'
import { expectationOf, type Position, positions } from './cells.ts'
import type { ChildJob } from './child-job.ts'
import { startChild } from './child-process.ts'
import { judge } from './judge.ts'
import { type KillPoint, killPoints } from './kill-points.ts'
import type { DescribeAmbiguityOptions } from './options.ts'
import { makeTexts } from './texts.ts'
import { paceFactor } from './times.ts'

type KillOptions<Fake extends AdapterFake> = DescribeAmbiguityOptions<Fake> & { readonly childScript: URL }

/** Processes killed while they publish, each taken over by a second one through the store's file. */
export function describeKills<Fake extends AdapterFake>(options: KillOptions<Fake>): void {
  describe.each(positions)('killed in $name', { concurrent: true, timeout: 120_000 }, (position) => {
    test.each(killPoints)('$name', async (point) => {
      expect(await runKillCell(options, point, position)).toEqual([])
    })
  })
}

async function runKillCell<Fake extends AdapterFake>(
  options: KillOptions<Fake>,
  point: KillPoint,
  position: Position,
): Promise<readonly string[]> {
  const pace = { startMs: Date.now(), factor: paceFactor }
  const fake = options.createFake(acceleratedClock(pace))
  const folder = mkdtempSync(join(tmpdir(), 'tutti-ambiguity-'))
  try {
    const job: ChildJob = {
      baseUrl: await fake.start(),
      secret: options.secret(fake),
      storeFile: join(folder, 'tutti.db'),
      pace,
      texts: makeTexts(position.partCount),
      task: 'publish',
    }
    await publishAndKill(options.childScript, fake, job, point, position)
    const report = await startChild(options.childScript, { ...job, task: 'recover' }).done
    await fake.platform.settle()
    const standing = await fake.standingPosts()
    const expected = expectationOf(point.committed, options.protectsRepeats)
    return judge({ report, texts: job.texts, standing, position, expected })
  } finally {
    await fake.stop()
    rmSync(folder, { recursive: true })
  }
}

/** Starts a process, waits until it is where it is to die, and kills it. */
async function publishAndKill(
  script: URL,
  fake: AdapterFake,
  job: ChildJob,
  { stops }: KillPoint,
  { struck }: Position,
): Promise<void> {
  if (stops === 'before-request' || stops === 'after-answer') {
    const child = startChild(script, { ...job, stopAt: { commit: struck, when: stops } })
    await child.stopped
    return child.kill()
  }
  await new Promise<void>((resolve, reject) => {
    const die = () => child.kill().then(resolve, reject)
    const moment = stops === 'fake-before-commit' ? { beforeCommit: die } : { afterCommit: die }
    fake.platform.faults.add({ kind: 'pause', ...moment }, { on: 'commit', skip: struck })
    const child = startChild(script, job)
    child.done.then(
      () => reject(new Error('the process ended before it was killed')),
      () => {},
    )
  })
}
