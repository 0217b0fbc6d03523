/** A value that survives `JSON.stringify` and `JSON.parse` unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject

/** A plain JSON object. Optional members may be absent or `undefined`; both are dropped when written. */
export interface JsonObject {
  readonly [key: string]: Json | undefined
}

/** A value or a promise of it. Hooks use it so that nothing is awaited when nothing is asynchronous. */
export type MaybePromise<T> = T | Promise<T>
