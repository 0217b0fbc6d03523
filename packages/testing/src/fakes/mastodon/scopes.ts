/** Which scope each part of the API wants; the first that fits. A whole one (`write`) covers its parts. */
const wanted: readonly (readonly [RegExp, string])[] = [
  [/^GET \/api\/v1\/accounts\/[^/]+\/statuses$/, 'read:statuses'],
  [/^GET \/api\/v1\/accounts\//, 'read:accounts'],
  [/^POST \/api\/v1\/accounts\/\w+\/(?:un)?follow$/, 'write:follows'],
  [/^POST \/api\/v1\/accounts\/\w+\/(?:un)?mute$/, 'write:mutes'],
  [/^POST \/api\/v1\/accounts\/\w+\/(?:un)?block$/, 'write:blocks'],
  [/^POST \/api\/v1\/statuses\/\w+\/(?:un)?favourite$/, 'write:favourites'],
  [/^POST \/api\/v1\/statuses\/\w+\/(?:un)?bookmark$/, 'write:bookmarks'],
  [/^GET \/api\/v1\/(?:statuses|scheduled_statuses|timelines|conversations)\b/, 'read:statuses'],
  [/^\w+ \/api\/v1\/(?:statuses|scheduled_statuses)\b/, 'write:statuses'],
  [/^GET \/api\/v1\/streaming\/user\/notification$/, 'read:notifications'],
  [/^GET \/api\/v1\/streaming\//, 'read:statuses'],
  [/^GET \/api\/v1\/bookmarks$/, 'read:bookmarks'],
  [/^GET \/api\/v1\/notifications$/, 'read:notifications'],
  [/^POST \/api\/v1\/reports$/, 'write:reports'],
  [/^GET \/api\/v2\/search$/, 'read:search'],
  [/^\w+ \/api\/v\d\/media\b/, 'write:media'],
  [/^GET \/api\/v2\/filters/, 'read:filters'],
  [/^\w+ \/api\/v2\/filters/, 'write:filters'],
]

/** Whether scopes let a request through: https://docs.joinmastodon.org/api/oauth-scopes/ */
export function allows(scopes: readonly string[], method: string, path: string): boolean {
  const [, scope] = wanted.find(([pattern]) => pattern.test(`${method} ${path}`)) ?? []
  return scope === undefined || covers(scopes, scope)
}

/** Whether a scope is among those granted, by itself or within a whole one. */
export function covers(granted: readonly string[], scope: string): boolean {
  return granted.includes(scope) || granted.includes(scope.split(':', 1)[0] ?? scope)
}
