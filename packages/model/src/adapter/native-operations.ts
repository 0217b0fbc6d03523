import type { OperationName } from './operation-names.ts'
import type { Operation } from './operations.ts'

/**
 * What one platform can do beyond the vocabulary, by name: `channel.native.<name>(input)`. Each takes
 * one object; its requests pass limits, retries and hooks as all others do.
 */
// biome-ignore lint/suspicious/noExplicitAny: inputs are contravariant, and each is the adapter's own
export type NativeOperations = Readonly<Record<string, Operation<any, unknown>>>

/** The name of a native operation in hooks, events and errors. */
export type NativeOperationName = `native.${string}`

/** An operation of the vocabulary, or a native one. */
export type AnyOperationName = OperationName | NativeOperationName
