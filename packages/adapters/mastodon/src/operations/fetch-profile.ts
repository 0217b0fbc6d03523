import { InvalidInputError, type OperationVocabulary, PlatformError } from '@tutti/model'
import { accountFacts } from '../api/account-facts.ts'
import { readProfile } from '../read/profile.ts'
import { startReading } from '../read/reading.ts'

const handleForm = /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?(?:@[^\s@/?#]+)?$/i

/**
 * Fetches a profile by ref or handle, the account's own without either. A handle of another server
 * is found only when this server has heard of it.
 * @throws InvalidInputError `invalid-input` when the handle is none
 */
export const fetchProfile: OperationVocabulary['fetchProfile'] = async ({ profile, handle }, context) => {
  const request = profile
    ? { url: `/api/v1/accounts/${encodeURIComponent(profile.id)}` }
    : handle !== undefined
      ? { url: '/api/v1/accounts/lookup', query: { acct: parseHandle(handle) } }
      : { url: '/api/v1/accounts/verify_credentials' }
  const { domain } = await accountFacts(context)
  const answer = await context.http.request({ method: 'GET', bucket: 'requests', ...request })
  const found = readProfile(answer.body, startReading(domain))
  if (found) return found
  throw new PlatformError({ code: 'malformed-answer', message: 'the answer is no account', outcome: 'unknown' })
}

function parseHandle(handle: string): string {
  const name = handle.startsWith('@') ? handle.slice(1) : handle
  if (handleForm.test(name)) return name
  throw new InvalidInputError({
    code: 'invalid-input',
    message: `mastodon fetchProfile: ${JSON.stringify(handle.slice(0, 100))} is no handle`,
    path: 'handle',
    advice: 'Give a handle such as ada or ada@social.example.',
  })
}
