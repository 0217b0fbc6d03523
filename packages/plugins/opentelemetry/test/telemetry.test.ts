import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { context, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { createTutti, type OperationContext, type PublishPostInput } from '@tutti/core'
import { fakeAdapter } from '@tutti/testing'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { opentelemetry } from '../src/index.ts'

const secret = 'canary-4f8b2c'
const quiet = { debug: () => {}, info: () => {}, warn: () => {} }

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
})
afterAll(() => context.disable())

/** A platform that answers with these statuses, one after another. */
async function serve(statuses: readonly number[]): Promise<string> {
  let count = 0
  const server = createServer((request, response) => {
    request.resume()
    const status = statuses[count++] ?? 200
    response.writeHead(status, { 'content-type': 'application/json', ...(status === 429 && { 'retry-after': '0' }) })
    response.end(JSON.stringify({ id: '7', token: secret }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function publishThrough(statuses: readonly number[]) {
  const spanExporter = new InMemorySpanExporter()
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spanExporter })] })
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 60_000 })
  const meterProvider = new MeterProvider({ readers: [reader] })
  const url = await serve(statuses)
  const fake = fakeAdapter()
  const publishPost = async ({ part }: PublishPostInput, { http }: OperationContext) => {
    const query = { access_token: secret, cursor: 'post-17' }
    const bucket = Object.keys(fake.buckets)[0] as string
    await http.request({ method: 'POST', url: '/posts', query, json: { text: part.text }, bucket, commit: true })
    const ref = { v: 1, kind: 'post', platform: 'fake', id: '7' } as const
    return { state: 'published', ref, warnings: [], raw: {} } as const
  }
  const adapter = {
    ...fake,
    baseUrl: () => url,
    operations: { ...fake.operations, publishPost },
    authorize: () => ({ headers: { authorization: `Bearer ${secret}` } }),
  }
  const tutti = await createTutti({
    channels: { one: { ...fake.channel({ name: 'shop' }), adapter } },
    plugins: [opentelemetry({ tracerProvider, meterProvider })],
    log: quiet,
  })
  expect(tutti.opentelemetry.isActive).toBe(true)
  const { deliveries } = await tutti.publish({ id: 'p1', text: `Hello ${secret}` }, { reconcileWithinMs: 0 })
  await tutti.close()
  await meterProvider.forceFlush()
  const spans = spanExporter.getFinishedSpans()
  const metrics = (metricExporter.getMetrics().at(-1)?.scopeMetrics ?? []).flatMap((one) => one.metrics)
  await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()])
  const count = (name: string) => {
    const points = metrics.find(({ descriptor }) => descriptor.name === name)?.dataPoints ?? []
    return points.map(({ value, attributes }) => ({ value, ...attributes }))
  }
  return { state: deliveries.one.state, spans, count, url }
}

const named = (spans: readonly ReadableSpan[], name: string) => spans.filter((span) => span.name === name)

test('a publish is a trace: publish, operation, one span per try of its request', async () => {
  const { state, spans, count, url } = await publishThrough([429, 200])
  expect(state).toBe('published')
  const [publish] = named(spans, 'publish')
  const [operation] = named(spans, 'publishPost fake')
  const tries = named(spans, 'POST')
  expect(publish).toMatchObject({
    kind: SpanKind.INTERNAL,
    attributes: { 'tutti.post.id': 'p1', 'tutti.channels': ['one'] },
    events: [{ name: 'delivery', attributes: { 'tutti.channel': 'one', 'tutti.delivery.state': 'published' } }],
  })
  expect(operation).toMatchObject({
    parentSpanContext: { spanId: publish?.spanContext().spanId },
    attributes: { 'tutti.channel': 'one', 'tutti.platform': 'fake', 'tutti.operation': 'publishPost' },
  })
  const { hostname, port } = new URL(url)
  expect(tries).toMatchObject([
    {
      attributes: { 'http.response.status_code': 429, 'error.type': 'rate-limited' },
      status: { code: SpanStatusCode.ERROR },
    },
    {
      kind: SpanKind.CLIENT,
      attributes: {
        'http.request.method': 'POST',
        'http.response.status_code': 200,
        'server.address': hostname,
        'server.port': Number(port),
        'url.full': `${url}/posts?access_token=REDACTED&cursor=REDACTED`,
      },
    },
  ])
  for (const one of tries) expect(one.parentSpanContext?.spanId).toBe(operation?.spanContext().spanId)
  expect(count('tutti.request.retries')).toEqual([
    { value: 1, 'tutti.operation': 'publishPost', 'error.type': 'rate-limited' },
  ])
  expect(count('tutti.rate_limit.hits')).toMatchObject([{ value: 1, 'tutti.operation': 'publishPost' }])
  expect(count('tutti.deliveries')).toEqual([
    { value: 1, 'tutti.platform': 'fake', 'tutti.delivery.state': 'published' },
  ])
})

test('a refusal is an error of its spans, and no secret or text is in what is recorded', async () => {
  const { state, spans, count } = await publishThrough([403])
  expect(state).toBe('rejected')
  const [request] = named(spans, 'POST')
  expect(request?.attributes).toMatchObject({ 'http.response.status_code': 403, 'error.type': 'forbidden' })
  expect(named(spans, 'publishPost fake')[0]?.status.code).toBe(SpanStatusCode.ERROR)
  expect(named(spans, 'publish')[0]?.status.code).toBe(SpanStatusCode.UNSET)
  expect(count('tutti.deliveries')).toMatchObject([{ value: 1, 'tutti.delivery.state': 'rejected' }])
  const shown = spans.map(({ name, attributes, events, status }) =>
    JSON.stringify({ name, attributes, events, status }),
  )
  expect(shown.join('\n')).not.toContain(secret)
})

test('wrong options are named', () => {
  expect(() => opentelemetry({ tracerProvider: {} as never })).toThrow(/getTracer/)
  expect(() => opentelemetry({ exporter: 'x' } as never)).toThrow(expect.objectContaining({ code: 'invalid-options' }))
})

test('without the API package nothing is measured, and the log says so', async () => {
  vi.resetModules()
  vi.doMock('@opentelemetry/api', () => {
    throw new Error('Cannot find package')
  })
  onTestFinished(() => vi.doUnmock('@opentelemetry/api'))
  const { opentelemetry: without } = await import('../src/index.ts')
  const warnings: string[] = []
  const tutti = await createTutti({
    channels: { one: fakeAdapter().channel({ name: 'shop' }) },
    plugins: [without()],
    log: { ...quiet, warn: (message) => void warnings.push(message) },
  })
  expect(tutti.opentelemetry.isActive).toBe(false)
  expect((await tutti.publish({ text: 'Hello' })).deliveries.one.state).toBe('published')
  expect(warnings).toContain('@opentelemetry/api is not installed: nothing is measured')
  await tutti.close()
})
