import type { SignInContext } from '@tutti/model'
import { readSoftware } from '../read/software.ts'

/** Servers that know whole scopes only: `tokensCan` of Pixelfed's AuthServiceProvider, read 2026-11-25. */
const coarse: readonly string[] = ['pixelfed']

/**
 * The scopes to ask for, where a server has no metadata that say what it knows: the whole `write`
 * instead of `write:statuses` where it knows nothing finer.
 */
export async function scopesFor(asked: readonly string[], { http }: SignInContext): Promise<readonly string[]> {
  const answer = await http.request({
    method: 'GET',
    url: '/api/v1/instance',
    bucket: 'signIn',
    authorize: false,
    acceptStatus: [401, 403, 404, 410],
  })
  if (!coarse.includes(readSoftware(answer.body).name)) return asked
  return [...new Set(asked.map((scope) => scope.split(':', 1)[0] ?? scope))]
}
