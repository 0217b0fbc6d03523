import type { MeterProvider, TracerProvider } from '@opentelemetry/api'
import { parseOptions } from '@tutti/core'
import { definePlugin, type PluginHost, pluginRef } from '@tutti/model'
import * as z from 'zod/mini'
import { countEvents } from './counters.ts'
import { spanHooks } from './spans.ts'

const scope = '@tutti/opentelemetry'

/** Options of `opentelemetry`. */
export interface OpenTelemetryOptions {
  /** `false` switches the plugin off without taking it out of the list. */
  readonly enabled?: boolean | undefined
  /** Where spans go; the process's own provider when absent. */
  readonly tracerProvider?: TracerProvider | undefined
  /** Where numbers go; the process's own provider when absent. */
  readonly meterProvider?: MeterProvider | undefined
}

/** `tutti.opentelemetry`. */
export interface OpenTelemetryApi {
  /** Whether `@opentelemetry/api` is installed, so that anything is measured. */
  readonly isActive: boolean
}

/** Names the plugin for plugins that depend on it. */
export const opentelemetryRef = pluginRef<OpenTelemetryApi>()('opentelemetry')

const withMethod = <Provider>(name: keyof Provider) =>
  z.custom<Provider>(
    (value) => typeof (value as Provider | null | undefined)?.[name] === 'function',
    `must have a method ${String(name)}`,
  )

const schema = z.strictObject({
  enabled: z.optional(z.boolean()),
  tracerProvider: z.optional(withMethod<TracerProvider>('getTracer')),
  meterProvider: z.optional(withMethod<MeterProvider>('getMeter')),
})

/**
 * Makes spans of publishing, operations and requests, and counts waits, retries, refusals for the rate and
 * deliveries. Uses the API package alone: which SDK takes it, and where it goes, is the app's own choice.
 * Nothing that it records holds a secret, or the value of a query. Without `@opentelemetry/api` it
 * measures nothing, and says so in the log.
 * @throws InvalidInputError `invalid-options`
 */
export function opentelemetry(options: OpenTelemetryOptions = {}) {
  const { enabled = true, tracerProvider, meterProvider } = parseOptions(schema, options, 'opentelemetry')
  return definePlugin({
    ref: opentelemetryRef,
    enabled,
    setup: async (host: PluginHost): Promise<OpenTelemetryApi> => {
      const api = await import('@opentelemetry/api').catch(() => undefined)
      if (api === undefined) {
        host.log.warn('@opentelemetry/api is not installed: nothing is measured')
        return { isActive: false }
      }
      const tracer = (tracerProvider ?? api.trace.getTracerProvider()).getTracer(scope)
      const meter = (meterProvider ?? api.metrics.getMeterProvider()).getMeter(scope)
      for (const hook of spanHooks(api, tracer)) host.use(hook)
      countEvents(host, meter)
      return { isActive: true }
    },
  })
}
