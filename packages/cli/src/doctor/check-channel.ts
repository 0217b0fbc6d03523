import { errorCodes, TuttiError } from '@tutti/model'
import type { Session } from '../client/open-session.ts'
import { exitCodes } from '../exit-codes.ts'
import { formatTime } from '../output/format-time.ts'
import type { Surroundings } from '../surroundings.ts'
import { type Finding, findingOf } from './finding.ts'
import type { Observed } from './watch-answers.ts'
import { adviceOnCredential } from './what-was-tried.ts'

/** Little enough of a budget to say so. */
const littleShare = 0.1

/** Whether a channel's credential works, and what it may do. */
export async function checkChannel(
  session: Session,
  id: string,
  observed: Observed,
  { signal, env }: Pick<Surroundings, 'signal' | 'env'>,
): Promise<readonly Finding[]> {
  const what = `channel ${id}`
  try {
    const channel = await session.openChannel(id)
    const { profile, server } = await channel.describe({ signal })
    const place = server === undefined ? channel.platform : `${server.software} ${server.version ?? ''}`.trim()
    return [
      { what, state: 'ok', message: `is ${profile.handle} on ${place}` },
      ...(await checkScopes(session, id, what)),
      ...checkLimit(observed, id, what),
    ]
  } catch (error) {
    const finding = findingOf(what, error)
    return [isRefusal(error) ? await withCredential(session, id, finding, env) : finding]
  }
}

/** Of a credential that is refused, what was tried and where it comes from: it may not be what one has in mind. */
async function withCredential(
  session: Session,
  id: string,
  finding: Finding,
  env: Surroundings['env'],
): Promise<Finding> {
  const definition = await session.definitionOf(id)
  if (definition === undefined) return finding
  return { ...finding, advice: adviceOnCredential(id, definition, session.config.path, env) }
}

/** Whether the credential itself was refused, and the error does not know better what to do about it. */
function isRefusal(error: unknown): boolean {
  if (!TuttiError.isInstance(error) || error.advice !== errorCodes[error.code]) return false
  return error.code === 'unauthorized' || error.code === 'credential-expired' || error.code === 'not-connected'
}

async function checkScopes(session: Session, id: string, what: string): Promise<readonly Finding[]> {
  const definition = await session.definitionOf(id)
  const granted = definition?.credential.scopes
  // An access token that the app brought says nothing of its scopes.
  if (definition === undefined || granted === undefined) return []
  const lacking = Object.entries(definition.adapter.auth.scopes).filter(
    ([, scopes]) => !scopes.every((scope) => granted.includes(scope)),
  )
  if (lacking.length === 0) return [{ what, state: 'ok', message: `has every scope: ${granted.join(' ')}` }]
  return [
    {
      what,
      state: 'warning',
      message: `lacks scopes for ${lacking.map(([operation]) => operation).join(', ')}`,
      advice: `Connect it again with: ${[...new Set(lacking.flatMap(([, scopes]) => scopes))].join(' ')}`,
      exitCode: exitCodes.authentication,
    },
  ]
}

function checkLimit({ limits }: Observed, id: string, what: string): readonly Finding[] {
  const { limit, remaining, resetAt } = limits.get(id) ?? {}
  if (remaining === undefined) return []
  const until = resetAt === undefined ? '' : ` until ${formatTime(resetAt)}`
  const message = `has ${remaining}${limit === undefined ? '' : ` of ${limit}`} requests left${until}`
  return remaining > (limit ?? 0) * littleShare
    ? [{ what, state: 'ok', message }]
    : [{ what, state: 'warning', message, advice: 'Wait: requests are held back until then.' }]
}
