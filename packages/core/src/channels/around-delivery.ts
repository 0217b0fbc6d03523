import {
  type AnyOperationName,
  aroundOperation,
  createError,
  type DeliveryOperation,
  InvalidInputError,
  PluginError,
  TuttiError,
} from '@tutti/model'
import { deepFreeze } from '../deep-freeze.ts'
import type { ReportPluginError } from '../hooks/registered-handler.ts'
import type { HookRunner } from '../runtime.ts'

type AroundInput = Parameters<Parameters<(typeof aroundOperation)['use']>[0]>[0]

const deliveryOperations: readonly AnyOperationName[] = [
  'stagePost',
  'publishPost',
  'findPost',
  'editPost',
] satisfies DeliveryOperation[]

/** Whether an operation is a part of publishing. */
export function isDeliveryOperation(operation: AnyOperationName): boolean {
  return deliveryOperations.includes(operation)
}

/**
 * `aroundOperation` around a part of publishing. Hooks may watch, delay and prevent it; they can't
 * change what was approved, nor what became of it: once it has begun, its own answer or error counts.
 */
export async function runAroundDelivery(
  hooks: HookRunner,
  report: ReportPluginError,
  around: AroundInput,
  perform: (input: AroundInput) => Promise<unknown>,
): Promise<unknown> {
  let performed: Promise<unknown> | undefined
  const frozen = deepFreeze(around)
  const inner = (given: AroundInput): Promise<unknown> => {
    if (given.input !== frozen.input) {
      const message = `a hook around ${around.operation} has changed what was prepared`
      throw new InvalidInputError({ code: 'content-changed', message })
    }
    performed = perform(frozen)
    return performed
  }
  try {
    await hooks.runAround(aroundOperation, frozen, inner)
  } catch (error) {
    if (performed === undefined) throw notSent(error, around.operation)
    if (error !== (await errorOf(performed))) report('a hook', aroundOperation.name, error)
  }
  if (performed === undefined) throw notSent(undefined, around.operation)
  return performed
}

function notSent(cause: unknown, operation: AnyOperationName): TuttiError {
  if (TuttiError.isInstance(cause)) {
    return cause.outcome === 'not-sent' ? cause : createError({ ...cause.toJSON(), outcome: 'not-sent', cause })
  }
  const message = `a hook around ${operation} ${cause === undefined ? 'did not call next' : 'threw: see the cause'}`
  return new PluginError({ code: 'hook-failed', message, cause })
}

function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  )
}
