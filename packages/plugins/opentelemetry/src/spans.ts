import type { Attributes, Span, SpanKind, Tracer } from '@opentelemetry/api'
import {
  aroundOperation,
  aroundPublish,
  aroundRequest,
  type HookUse,
  type MaybePromise,
  TuttiError,
} from '@tutti/model'
import { errorType, requestAttributes } from './attributes.ts'

type Api = typeof import('@opentelemetry/api')

interface SpanDetails {
  readonly name: string
  readonly kind: SpanKind
  readonly attributes: Attributes
}

/** The hooks that make spans: one around each publish, operation and request, each the parent of what runs within. */
export function spanHooks(api: Api, tracer: Tracer): readonly HookUse[] {
  const { SpanKind, SpanStatusCode } = api

  /** Runs `next` within a span that is ended, and tells of an error, whatever happens. */
  const within = async <Output>(
    details: SpanDetails,
    next: () => MaybePromise<Output>,
    tell: (span: Span, output: Output) => void,
  ): Promise<Output> => {
    const { name, ...options } = details
    return tracer.startActiveSpan(name, options, async (span) => {
      try {
        const output = await next()
        tell(span, output)
        return output
      } catch (error) {
        const type = errorType(error)
        span.setAttribute('error.type', type)
        if (TuttiError.isInstance(error) && error.status !== undefined) {
          span.setAttribute('http.response.status_code', error.status)
        }
        span.setStatus({ code: SpanStatusCode.ERROR, message: type })
        throw error
      } finally {
        span.end()
      }
    })
  }

  // First, so that what other plugins do is within.
  const outermost = { order: 'pre' } as const
  return [
    aroundPublish.use(
      ({ postId, channels }, next) =>
        within(
          {
            name: 'publish',
            kind: SpanKind.INTERNAL,
            attributes: { 'tutti.post.id': postId, 'tutti.channels': [...channels] },
          },
          next,
          (span, { deliveries }) => {
            for (const { channel, platform, state } of Object.values(deliveries)) {
              span.addEvent('delivery', {
                'tutti.channel': channel,
                'tutti.platform': platform,
                'tutti.delivery.state': state,
              })
            }
          },
        ),
      outermost,
    ),
    aroundOperation.use(
      ({ channel, platform, operation }, next) =>
        within(
          {
            name: `${operation} ${platform}`,
            kind: SpanKind.INTERNAL,
            attributes: { 'tutti.channel': channel, 'tutti.platform': platform, 'tutti.operation': operation },
          },
          next,
          () => undefined,
        ),
      outermost,
    ),
    aroundRequest.use(
      (request, next) =>
        within(
          { name: request.method, kind: SpanKind.CLIENT, attributes: requestAttributes(request) },
          next,
          (span, { status }) => span.setAttribute('http.response.status_code', status),
        ),
      outermost,
    ),
  ]
}
