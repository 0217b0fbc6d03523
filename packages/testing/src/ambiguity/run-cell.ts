import { acceleratedClock } from '../clock/accelerated-clock.ts'
import type { AdapterFake } from '../platform/platform-under-test.ts'
import { expectationOf, type FaultCell, type Position } from './cells.ts'
import type { Engine } from './engines.ts'
import { judge } from './judge.ts'
import type { DescribeAmbiguityOptions } from './options.ts'
import { makeTexts } from './texts.ts'
import { paceFactor } from './times.ts'

/** Plays one fault on a fake of its own. @returns what the judge finds wrong */
export async function runFaultCell<Fake extends AdapterFake>(
  options: DescribeAmbiguityOptions<Fake>,
  { fault, committed }: FaultCell,
  position: Position,
  engine: Engine,
): Promise<readonly string[]> {
  const clock = acceleratedClock({ startMs: Date.now(), factor: paceFactor })
  const fake = options.createFake(clock)
  const baseUrl = await fake.start()
  try {
    const texts = makeTexts(position.partCount)
    fake.platform.faults.add(fault, { on: 'commit', skip: position.struck })
    const report = await engine({ channel: options.createChannel(baseUrl, options.secret(fake)), clock, texts })
    await fake.platform.settle()
    const struckCount = fake.platform.faults.struckCount
    const standing = await fake.standingPosts()
    const expected = expectationOf(committed, options.protectsRepeats)
    const wrong = judge({ report, texts, standing, position, expected })
    return struckCount === 1 ? wrong : [...wrong, `the fault struck ${struckCount} times instead of once`]
  } finally {
    await fake.stop()
  }
}
