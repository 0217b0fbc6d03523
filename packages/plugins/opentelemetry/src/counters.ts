import type { Meter } from '@opentelemetry/api'
import {
  deliveryFailed,
  type PluginHost,
  postPublished,
  rateLimitHit,
  rateLimitWaited,
  requestRetried,
  streamInterrupted,
} from '@tutti/model'

/**
 * Counts what core's events tell. Channels are no attribute of a metric: an app may have thousands, and
 * each would be a time series of its own. Spans name them.
 */
export function countEvents(host: PluginHost, meter: Meter): void {
  const waits = meter.createCounter('tutti.rate_limit.waits', {
    description: 'Requests that had to wait for a limit',
    unit: '{request}',
  })
  const hits = meter.createCounter('tutti.rate_limit.hits', {
    description: 'Times that a platform said to slow down (429)',
    unit: '{response}',
  })
  const retries = meter.createCounter('tutti.request.retries', {
    description: 'Requests that were tried again',
    unit: '{request}',
  })
  const deliveries = meter.createCounter('tutti.deliveries', {
    description: 'Deliveries by how they ended',
    unit: '{delivery}',
  })
  const interruptions = meter.createCounter('tutti.stream.interruptions', {
    description: 'Streams that were lost or could not be opened',
    unit: '{stream}',
  })

  host.on(rateLimitWaited, ({ operation, bucket }) =>
    waits.add(1, { 'tutti.operation': operation, 'tutti.bucket': bucket }),
  )
  host.on(rateLimitHit, ({ operation, bucket }) =>
    hits.add(1, { 'tutti.operation': operation, 'tutti.bucket': bucket }),
  )
  host.on(requestRetried, ({ operation, error }) =>
    retries.add(1, { 'tutti.operation': operation, 'error.type': error.code }),
  )
  for (const event of [postPublished, deliveryFailed]) {
    host.on(event, ({ delivery: { platform, state } }) =>
      deliveries.add(1, { 'tutti.platform': platform, 'tutti.delivery.state': state }),
    )
  }
  host.on(streamInterrupted, ({ topic, error }) =>
    interruptions.add(1, { 'tutti.stream.topic': topic.kind, ...(error && { 'error.type': error.code }) }),
  )
}
