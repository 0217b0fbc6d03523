import { createHmac } from 'node:crypto'
import type { FakeTools } from '../../fake-platform/fake-platform.ts'
import { type FakeBlueskyAccount, type FakeBlueskyLedger, findAccount } from './ledger.ts'
import { XrpcRefusal } from './refusal.ts'

type TokenKind = 'access' | 'refresh'

/** As long as the real server's. */
const lifeSeconds: Readonly<Record<TokenKind, number>> = { access: 7200, refresh: 90 * 86_400 }
const types: Readonly<Record<TokenKind, string>> = { access: 'at+jwt', refresh: 'refresh+jwt' }
const scopes: Readonly<Record<TokenKind, readonly string[]>> = {
  access: ['com.atproto.appPassPrivileged', 'com.atproto.appPass'],
  refresh: ['com.atproto.refresh'],
}

/** Signs a token for an account. Two tokens are never the same. `restricted`: without access to private messages. */
export function signToken(kind: TokenKind, account: FakeBlueskyAccount, tools: FakeTools, restricted = false): string {
  const nowMs = tools.clock.now()
  const iat = Math.floor(nowMs / 1000)
  // Instants are too coarse: a session may be opened in the millisecond in which others are ended.
  const number = tools.nextNumber()
  const claims = {
    scope: restricted ? scopes[kind].at(-1) : scopes[kind][0],
    sub: account.did,
    iat,
    exp: iat + lifeSeconds[kind],
    jti: `${nowMs}-${number}`,
    number,
  }
  const head = encode({ typ: types[kind], alg: 'HS256' })
  return `${head}.${encode(claims)}.${sign(`${head}.${encode(claims)}`)}`
}

/** The account that a request's token belongs to. @throws XrpcRefusal as the real server does: 400, not 401 */
export function verifyToken(
  request: Request,
  kind: TokenKind,
  ledger: FakeBlueskyLedger,
  nowMs: number,
): FakeBlueskyAccount {
  const header = request.headers.get('authorization')
  if (header === null) throw new XrpcRefusal(401, 'AuthMissing', 'Authentication Required')
  const [head = '', body = '', signature] = header.replace(/^Bearer /, '').split('.')
  if (signature !== sign(`${head}.${body}`)) throw invalidToken()
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as {
    scope: string
    sub: string
    exp: number
    number: number
  }
  const account = findAccount(ledger, claims.sub)
  if (!scopes[kind].includes(claims.scope) || !account) throw invalidToken()
  const isOver = claims.exp * 1000 <= nowMs || (kind === 'access' && claims.number <= account.lastEndedToken)
  if (isOver) throw new XrpcRefusal(400, 'ExpiredToken', 'Token has expired')
  return account
}

const invalidToken = () => new XrpcRefusal(400, 'InvalidToken', 'Token could not be verified')
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const sign = (text: string) => createHmac('sha256', 'the fake signs its own tokens').update(text).digest('base64url')
