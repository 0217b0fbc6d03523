import {
  type AccountDescription,
  type Adapter,
  type AnyOperationName,
  aroundOperation,
  type CallOperation,
  type CallOptions,
  type ChannelDefinition,
  type CredentialOperation,
  credentialRefreshed,
  type MaybePromise,
  type NativeOperationName,
  type OperationContext,
  operationFailed,
  type StreamItem,
  type SubscribeInput,
  TuttiError,
  warningRaised,
  withPlace,
} from '@tutti/model'
import { requireScopes } from '../accounts/scopes.ts'
import { CredentialKeeper } from '../credentials/credential-keeper.ts'
import { abortedError, adapterFailure, closedError, unsupportedError } from '../errors/call-errors.ts'
import { toTuttiError } from '../errors/to-tutti-error.ts'
import type { ChannelRuntime, OperationInput, OperationOutput, OwnCallOptions } from '../runtime.ts'
import { AccountMemory } from './account-memory.ts'
import { isDeliveryOperation, runAroundDelivery } from './around-delivery.ts'
import { CallHttp } from './call-http.ts'
import { CircuitBreaker } from './circuit-breaker.ts'
import { runCredentialOperation } from './credential-context.ts'
import { createContext } from './operation-context.ts'
import { readOutput } from './read-output.ts'
import { readyInput } from './ready-input.ts'
import { watchOpening } from './streams/watch-opening.ts'
import type { ChannelSurroundings } from './surroundings.ts'
import { Whereabouts } from './whereabouts.ts'

type AnyOperation = (input: unknown, context: OperationContext) => Promise<unknown>

const noOptions: CallOptions = {}

/** One open channel: its credential, its account, and its operations with everything around them. */
export class OpenChannel implements ChannelRuntime {
  readonly id: string
  readonly adapter: Adapter
  readonly surroundings: ChannelSurroundings
  readonly keeper: CredentialKeeper
  readonly account: AccountMemory
  readonly whereabouts: Whereabouts
  /** The newest DPoP nonce of each server that the channel talks to. */
  readonly dpopNonces = new Map<string, string>()
  readonly #circuit: CircuitBreaker

  constructor(id: string, { adapter, credential }: ChannelDefinition, surroundings: ChannelSurroundings) {
    this.id = id
    this.adapter = adapter
    this.surroundings = surroundings
    this.account = new AccountMemory(this)
    this.whereabouts = new Whereabouts(this)
    const { store, clock, waitingClock, events, log } = surroundings
    this.#circuit = new CircuitBreaker({
      channel: id,
      store,
      clock,
      onOpen: ({ restMs }) => {
        const message = `the channel ${id} failed again and again: it rests for ${restMs / 1000} s`
        log.warn(message)
        events.emit(warningRaised, { code: 'circuit-open', message })
      },
    })
    const renew = adapter.operations.refreshCredential
    this.keeper = new CredentialKeeper({
      channel: id,
      tenant: surroundings.tenant,
      keys: surroundings.credentialKeys,
      unfinishedRenewal: surroundings.unfinishedRenewal,
      given: credential,
      // One without secrets is only a place to sign in to.
      signsIn: adapter.operations.exchangeCode !== undefined && Object.keys(credential.secrets).length === 0,
      store,
      clock: waitingClock,
      renew:
        renew &&
        ((stale) =>
          runCredentialOperation(this, 'refreshCredential', stale, (context) => renew({ credential: stale }, context))),
      onRenewed: ({ expiresAt }) => events.emit(credentialRefreshed, { channel: id, expiresAt }),
      onPresent: (present) => surroundings.expiryWatch.note(id, adapter, present),
      onUnkept: () => surroundings.warnUnkept(),
    })
  }

  async call<Name extends Exclude<CallOperation, CredentialOperation>>(
    operation: Name,
    input: OperationInput<Name>,
    options: OwnCallOptions = noOptions,
  ): Promise<OperationOutput<Name>> {
    // The vocabulary's shapes hang on the name alone, which the compiler can't follow through a table.
    const run = this.adapter.operations[operation] as AnyOperation | undefined
    return (await this.#call(operation, run, input, options)) as OperationOutput<Name>
  }

  /** Runs one of the adapter's native operations, with everything around it as around any other. */
  callNative(name: NativeOperationName, run: AnyOperation, input: unknown, options?: CallOptions): Promise<unknown> {
    return this.#call(name, run, input, options ?? noOptions)
  }

  async #call(
    operation: AnyOperationName,
    declared: AnyOperation | undefined,
    input: unknown,
    options: CallOptions,
  ): Promise<unknown> {
    const { inFlight } = this.surroundings
    inFlight.enter()
    try {
      const output = await this.#enter(operation, declared, input, options)
      const settling = this.#circuit.settle()
      if (settling instanceof Promise) await settling
      return output
    } catch (error) {
      throw await this.explain(operation, error, options)
    } finally {
      inFlight.leave()
    }
  }

  /**
   * One connection of a stream, with everything around it as around any other operation. Errors are as
   * they come: `explain` makes them whole. `onOpen` is told when the platform has let it in.
   */
  async connect(input: SubscribeInput, options: CallOptions, onOpen: () => void): Promise<AsyncIterable<StreamItem>> {
    const { subscribe } = this.adapter.operations
    const run: AnyOperation | undefined =
      subscribe && (async (given, context) => subscribe(given as SubscribeInput, watchOpening(context, onOpen)))
    return (await this.#enter('subscribe', run, input, options)) as AsyncIterable<StreamItem>
  }

  /** The platform is there: a stream has been opened, or told something. */
  noteAnswer(): MaybePromise<void> {
    return this.#circuit.settle()
  }

  async #enter(
    operation: AnyOperationName,
    declared: AnyOperation | undefined,
    input: unknown,
    options: CallOptions,
  ): Promise<unknown> {
    const run = this.#ready(operation, declared, options)
    const passing = this.#circuit.enter(operation)
    if (passing instanceof Promise) await passing
    const credential = this.keeper.current()
    requireScopes(this.adapter, operation, credential instanceof Promise ? await credential : credential)
    return this.#surround(operation, run, input, options)
  }

  describe(options?: CallOptions): Promise<AccountDescription> {
    return this.account.describe(options?.signal)
  }

  #ready(operation: AnyOperationName, run: AnyOperation | undefined, { signal }: CallOptions): AnyOperation {
    if (run === undefined) throw unsupportedError(this.adapter, operation)
    if (this.surroundings.abandoned.aborted) throw closedError('not-sent')
    if (signal?.aborted) throw abortedError()
    return run
  }

  #surround(
    operation: AnyOperationName,
    run: AnyOperation,
    input: unknown,
    options: CallOptions,
  ): MaybePromise<unknown> {
    const { hooks, events } = this.surroundings
    if (!hooks.has(aroundOperation)) return this.#perform(operation, run, input, options)
    const place = { channel: this.id, platform: this.adapter.id, operation }
    const inner = (given: { input: unknown }) => this.#perform(operation, run, given.input, options)
    return isDeliveryOperation(operation)
      ? runAroundDelivery(hooks, events.report, { ...place, input }, inner)
      : hooks.runAround(aroundOperation, { ...place, input }, inner)
  }

  /** Innermost: what an around hook has made of the input is what the guard sees and the adapter gets. */
  async #perform(
    operation: AnyOperationName,
    run: AnyOperation,
    input: unknown,
    options: CallOptions,
  ): Promise<unknown> {
    const { abandoned } = this.surroundings
    const signal = options.signal === undefined ? abandoned : AbortSignal.any([abandoned, options.signal])
    const limits = await this.surroundings.limits.load()
    const http = new CallHttp({ channel: this, operation, options, signal, credential: this.keeper, limits })
    const ready = await readyInput(this, operation, input)
    let output: unknown
    try {
      output = await run(ready, createContext(this, operation, http))
    } catch (error) {
      if (!TuttiError.isInstance(error)) {
        throw adapterFailure(operation, error)
      }
      http.noteLimit(error)
      throw error
    }
    return readOutput(this, operation, output)
  }

  /** The error as a caller gets it; tells the circuit breaker and the hooks of it. */
  async explain(operation: AnyOperationName, caught: unknown, { signal }: CallOptions): Promise<TuttiError> {
    const { hooks, closing } = this.surroundings
    let error = toTuttiError(caught, 'hook-failed', `a hook around ${operation} threw: see the cause`, 'unknown')
    if (error.code === 'aborted' && closing.aborted && !signal?.aborted) error = closedError(error.outcome)
    await this.#circuit.settle(error)
    withPlace(error, { platform: this.adapter.id, operation, channel: this.id })
    if (hooks.has(operationFailed)) await hooks.runNotify(operationFailed, { channel: this.id, operation, error })
    return error
  }
}
