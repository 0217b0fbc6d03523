import { asNumber, asString } from '@tutti/adapter-kit'
import { membersOf } from '../read/members-of.ts'

/** What a session's token says about itself. */
export interface TokenClaims {
  /** Epoch milliseconds. */
  readonly expiresAt: number | undefined
  /** `com.atproto.appPass`: an app password without access to private messages. */
  readonly scope: string | undefined
}

/** Reads a JWT without checking it; nothing of what is none. */
export function readTokenClaims(token: string): TokenClaims {
  const [, payload = ''] = token.split('.')
  const { exp, scope } = membersOf(parsePayload(payload))
  const seconds = asNumber(exp)
  return { expiresAt: seconds === undefined ? undefined : seconds * 1000, scope: asString(scope) }
}

function parsePayload(payload: string): unknown {
  try {
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
  } catch {
    return undefined
  }
}
