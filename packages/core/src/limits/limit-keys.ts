import { type Adapter, type BucketDeclaration, InvalidInputError, type LimitKey } from '@tutti/model'

/** Whose limits are meant. Keep one object per open channel: its keys are made once. */
export interface LimitPlace {
  readonly adapter: Adapter
  /** Where the account's server is. */
  readonly serverUrl: string
  /** What is unique to the account on its server; the channel id while that is not known. */
  readonly accountKey?: string | undefined
  /** The app's own channel id. */
  readonly channel: string
}

const keysByPlace = new WeakMap<LimitPlace, Map<string, readonly LimitKey[]>>()

/**
 * The limits that a request of a bucket counts against: the bucket's own first, then those it lies
 * within. The same array every time for the same place and bucket.
 * @throws InvalidInputError `invalid-input` when the adapter declares no such bucket
 */
export function limitKeysFor(place: LimitPlace, bucketName: string): readonly LimitKey[] {
  const keysByBucket = keysByPlace.get(place) ?? new Map<string, readonly LimitKey[]>()
  keysByPlace.set(place, keysByBucket)
  const known = keysByBucket.get(bucketName)
  if (known !== undefined) return known

  const declarations = new Map<string, BucketDeclaration>()
  collect(place.adapter, bucketName, declarations)
  const keys = [...declarations].map(([name, declaration]) => ({
    key: [...scopeOf(place, declaration), name].join('\n'),
    windows: declaration.windows,
    maxConcurrent: declaration.maxConcurrent,
  }))
  keysByBucket.set(bucketName, keys)
  return keys
}

/** Adds a bucket and those that it lies within, each once. */
function collect(adapter: Adapter, name: string, into: Map<string, BucketDeclaration>): void {
  if (into.has(name)) return
  const declaration = Object.hasOwn(adapter.buckets, name) ? adapter.buckets[name] : undefined
  if (declaration === undefined) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: `The adapter ${adapter.id} declares no bucket "${name}".`,
      platform: adapter.id,
      path: 'bucket',
      advice: `Name one of the declared buckets: ${Object.keys(adapter.buckets).join(', ')}.`,
    })
  }
  into.set(name, declaration)
  for (const outer of declaration.within ?? []) collect(adapter, outer, into)
}

/** Platform, server, app and account of a limit; what shares the budget is left out. */
function scopeOf(place: LimitPlace, declaration: BucketDeclaration): readonly string[] {
  const { adapter, serverUrl, accountKey, channel } = place
  const app = adapter.appId ?? 'default'
  switch (declaration.per) {
    case 'account':
      return [adapter.id, serverUrl, app, 'account', accountKey ?? channel]
    case 'app':
      return [adapter.id, serverUrl, app, 'app']
    case 'server':
      return [adapter.id, serverUrl, '', 'server']
    case 'ip':
      return [adapter.id, serverUrl, '', 'ip']
  }
}
