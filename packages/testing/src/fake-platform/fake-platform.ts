import { systemClock } from '@tutti/adapter-kit'
import type { Clock } from '@tutti/model'
import { getResponse, type RequestHandler } from 'msw'
import { applyFault } from '../faults/apply-fault.ts'
import type { Exchange } from '../faults/exchange.ts'
import { createFaultPlan, type FaultPlan } from '../faults/fault-plan.ts'
import { createFakeLimits, type FakeLimit, type FakeLimits } from './fake-limits.ts'
import type { FakeSocket, SocketExchange } from './fake-socket.ts'
import { createFakeStreams, type FakeStreams } from './fake-streams.ts'
import { interceptExchanges } from './intercept.ts'
import { type OpenRecord, type RecordedRequest, recordRequest } from './recorded-request.ts'
import { type ServedFake, serveExchanges } from './serve.ts'

/** What a fake's ledger and handlers may use. */
export interface FakeTools {
  readonly clock: Clock
  /** A number that grows by one with each call, from 1: for ids. Starts anew with `reset`. */
  nextNumber(): number
}

/** What a fake platform is made of. */
export interface FakePlatformDefinition<Ledger extends object> {
  /** The adapter's id. */
  readonly id: string
  /**
   * What the platform truly holds: a plain object. Called once at start, and by every `reset`, which
   * puts the new members into the same object: handlers read them when they run.
   */
  createLedger(tools: FakeTools): Ledger
  /** The platform's API over the ledger. Paths begin with a wildcard for the origin: `*\/api/v1/statuses`. */
  handlers(ledger: Ledger, tools: FakeTools): readonly RequestHandler[]
  /** The WebSockets that it offers; none when absent. */
  sockets?(ledger: Ledger, tools: FakeTools): readonly FakeSocket[]
  /** Whether a request is one that makes a post visible. */
  isCommit(request: RecordedRequest): boolean
  /** The platform's own JSON body for an error status; `{ error }` when absent. */
  errorBody?(status: number): unknown
  /** The limits that are enforced from the start; none when absent. */
  readonly limits?: readonly FakeLimit[] | undefined
}

/** Options of one fake. */
export interface FakePlatformOptions {
  /** The machine's time when absent. */
  readonly clock?: Clock | undefined
  /** Replace those of the definition. */
  readonly limits?: readonly FakeLimit[] | undefined
}

/** One fake platform: a ledger, handlers over it, and everything that can go wrong. */
export interface FakePlatform<Ledger extends object = object> extends AsyncDisposable {
  readonly id: string
  readonly clock: Clock
  /** What the platform truly holds, whatever its answers said. The same object for good; `reset` replaces its members. */
  readonly ledger: Ledger
  /** The bare msw handlers, without faults, limits and log. */
  readonly handlers: readonly RequestHandler[]
  /** Every request that arrived since the start or the last `reset`. */
  readonly requests: readonly RecordedRequest[]
  readonly faults: FaultPlan
  readonly limits: FakeLimits
  /** The streams that are open; on a socket only. */
  readonly streams: FakeStreams
  isCommit(request: RecordedRequest): boolean
  /** Serves on a loopback socket; any free port when absent. @returns the base URL, without a trailing slash */
  listen(port?: number): Promise<string>
  /**
   * Answers this process's requests to `origin` (`https://<id>.test` when absent) by msw, without a
   * socket. Any request to elsewhere is an error. @returns the origin
   */
  intercept(origin?: string): string
  /** Resolves when everything that still happens in the background, such as a late commit, has happened. */
  settle(): Promise<void>
  /** A new ledger; no requests, no faults, the first limits. Keeps listening. */
  reset(): void
  close(): Promise<void>
}

/** Declares a fake platform. @returns a function that makes one, with a ledger of its own */
export function defineFakePlatform<Ledger extends object>(
  definition: FakePlatformDefinition<Ledger>,
): (options?: FakePlatformOptions) => FakePlatform<Ledger> {
  return (options = {}) => createFakePlatform(definition, options)
}

function createFakePlatform<Ledger extends object>(
  definition: FakePlatformDefinition<Ledger>,
  options: FakePlatformOptions,
): FakePlatform<Ledger> {
  const clock = options.clock ?? systemClock
  let lastNumber = 0
  const tools: FakeTools = { clock, nextNumber: () => ++lastNumber }
  const { plan, take } = createFaultPlan((request) => definition.isCommit(request))
  const limits = createFakeLimits(() => clock.now(), options.limits ?? definition.limits ?? [])
  const ledger = definition.createLedger(tools)
  const handlers = definition.handlers(ledger, tools)
  const sockets = definition.sockets?.(ledger, tools) ?? []
  const streams = createFakeStreams()
  let requests: OpenRecord[] = []
  let closing = new AbortController()
  const background = new Set<Promise<unknown>>()
  const undo: (() => void)[] = []
  let served: ServedFake | undefined

  const errorAnswer = (status: number, headers: Readonly<Record<string, string>> = {}) =>
    Response.json(definition.errorBody?.(status) ?? { error: `status ${status}` }, { status, headers })

  const runHandlers = async (request: Request, record: OpenRecord): Promise<Response> => {
    try {
      const response = await getResponse([...handlers], request)
      if (response) return response
      record.handled = false
      return new Response(`fake ${definition.id} has no ${record.method} ${record.path}`, { status: 501 })
    } catch (failure) {
      record.failure = failure
      return new Response(`fake ${definition.id} failed: ${failure}`, { status: 500 })
    }
  }

  /** One exchange around `run`, which does what was asked: the record, limits and faults. */
  const perform = async (
    request: Request,
    body: Uint8Array<ArrayBuffer>,
    run: (record: OpenRecord) => Promise<Response>,
  ): Promise<Exchange> => {
    const record = recordRequest(request, body, clock.now())
    requests.push(record)
    const charged = limits.charge(request, record)
    if (charged.refused) {
      record.status = 429
      return { kind: 'answer', response: errorAnswer(429, charged.headers) }
    }
    const commit = async () => withHeaders(await run(record), charged.headers)
    const fault = take(record)
    record.fault = fault?.kind
    const result: Exchange = fault
      ? await applyFault(fault, {
          clock,
          commit,
          errorAnswer: (status) => errorAnswer(status, charged.headers),
          later(work) {
            const done = work().finally(() => background.delete(done))
            background.add(done)
          },
        })
      : { kind: 'answer', response: await commit() }
    if (result.kind === 'answer') record.status = result.response.status
    return result
  }

  const exchange = (request: Request, body: Uint8Array<ArrayBuffer>) =>
    perform(request, body, (record) => runHandlers(request, record))

  const openSocket = async (request: Request): Promise<SocketExchange> => {
    let frames: AsyncIterable<string | Uint8Array> | undefined
    const result = await perform(request, new Uint8Array(), async (record) => {
      const socket = sockets.find(({ path }) => path === record.path)
      if (!socket) {
        record.handled = false
        return new Response(`fake ${definition.id} has no socket ${record.path}`, { status: 501 })
      }
      const opened = socket.open(request)
      if (opened instanceof Response) return opened
      frames = opened
      return new Response(null)
    })
    return frames && result.kind === 'answer' && result.response.ok ? { kind: 'socket', frames } : result
  }

  const stop = async () => {
    closing.abort()
    closing = new AbortController()
    for (const step of undo.splice(0)) step()
    await served?.close()
    served = undefined
  }

  return {
    id: definition.id,
    clock,
    ledger,
    handlers,
    get requests() {
      return requests
    },
    faults: plan,
    limits: limits.outside,
    streams: streams.outside,
    isCommit: (request) => definition.isCommit(request),
    async listen(port = 0) {
      served ??= await serveExchanges({ exchange, openSocket, track: streams.add }, port)
      return served.baseUrl
    },
    intercept(origin = `https://${definition.id}.test`) {
      undo.push(interceptExchanges(exchange, origin, closing.signal))
      return origin
    },
    async settle() {
      while (background.size > 0) await Promise.allSettled(background)
    },
    reset() {
      lastNumber = 0
      // Not new handlers: msw takes a stack trace for each of them.
      for (const name of Object.keys(ledger)) delete ledger[name as keyof Ledger]
      Object.assign(ledger, definition.createLedger(tools))
      requests = []
      plan.clear()
      limits.reset()
      streams.reset()
    },
    close: stop,
    [Symbol.asyncDispose]: stop,
  }
}

function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  if (Object.keys(headers).length === 0) return response
  const all = new Headers(response.headers)
  for (const [name, value] of Object.entries(headers)) all.set(name, value)
  return new Response(response.body, { status: response.status, headers: all })
}
