// What leave to send costs where nothing has to wait.

import type { LimitKey, Permit, PermitRequest } from '@tutti/core'
import { systemClock } from '@tutti/core'
import Bottleneck from 'bottleneck'
import { createRateLimiter } from '../../packages/core/src/limits/create-rate-limiter.ts'
import { asyncLane, cost, cpuNanoseconds, interleave, syncLane } from '../measure/interleave.ts'
import { inMode } from '../measure/mode.ts'
import { report } from '../measure/report.ts'

const limits: readonly LimitKey[] = [{ key: 'mastodon', windows: [{ budget: 1e9, windowMs: 300_000 }] }]
const request: PermitRequest = { limits, cost: 1, priority: 'publishing', owner: 'channel' }
const limiter = createRateLimiter({ clock: systemClock })
const settled = {}

function takeAndSettle(): void {
  const permit = limiter.acquire(request)
  if (permit instanceof Promise) throw new Error('an unused budget was waited for')
  ;(permit as Permit).settle(settled)
}

const bottleneck = new Bottleneck({ reservoir: 1e9 })

const lanes = {
  warmUpRounds: 4,
  minRounds: 7,
  maxRounds: inMode(41, 15),
  maxSeconds: inMode(8, 4),
}
const ours = await interleave([syncLane('tutti', takeAndSettle)], { ...lanes, times: 20_000 }, cpuNanoseconds)
const theirs = await interleave(
  [asyncLane('bottleneck', () => bottleneck.schedule(async () => {}))],
  { ...lanes, times: 200 },
  cpuNanoseconds,
)

report([
  {
    name: 'limiter, unblocked: permit and settling',
    unit: 'µs',
    ours: cost(ours, 'tutti') / 1000,
    budget: { atMost: 1 },
    peers: { bottleneck: cost(theirs, 'bottleneck') / 1000 },
    tolerance: 1,
  },
])
limiter.close()
await bottleneck.disconnect()
