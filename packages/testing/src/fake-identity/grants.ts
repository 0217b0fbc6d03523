import type { FakeTools } from '../fake-platform/fake-platform.ts'
import type { FakeAuthorization, FakeIdentityLedger, FakeTokenFamily } from './ledger.ts'
import { hash, OAuthRefusal } from './proof.ts'
import type { FakeIdentitySettings } from './settings.ts'

/** Makes the tokens of one fake identity provider. */
export class Grants {
  readonly #ledger: FakeIdentityLedger
  readonly #tools: FakeTools
  readonly #settings: FakeIdentitySettings

  constructor(ledger: FakeIdentityLedger, tools: FakeTools, settings: FakeIdentitySettings) {
    this.#ledger = ledger
    this.#tools = tools
    this.#settings = settings
  }

  /** A code for what was asked: good for one use. */
  createCode(authorization: FakeAuthorization): string {
    const code = `code-${this.#tools.nextNumber()}`
    this.#ledger.codes.set(code, authorization)
    return code
  }

  /** The first tokens, for a code. */
  async redeem(form: Readonly<Record<string, string>>, keyThumbprint: string | undefined): Promise<object> {
    const found = this.#ledger.codes.get(form.code ?? '')
    this.#ledger.codes.delete(form.code ?? '')
    if (found === undefined) throw new OAuthRefusal('invalid_grant', 'unknown code')
    const { parameters } = found
    if (form.client_id !== parameters.client_id) throw new OAuthRefusal('invalid_grant', 'another client')
    if (form.redirect_uri !== parameters.redirect_uri) throw new OAuthRefusal('invalid_grant', 'another redirect_uri')
    const challenge = await hash(form.code_verifier ?? '')
    if (challenge !== parameters.code_challenge) throw new OAuthRefusal('invalid_grant', 'another code_verifier')
    if (keyThumbprint !== found.keyThumbprint) throw new OAuthRefusal('invalid_grant', 'another key')
    const asked = (parameters.scope ?? '').split(' ').filter((scope) => scope !== '')
    const family: FakeTokenFamily = {
      id: this.#ledger.families.length + 1,
      clientId: parameters.client_id ?? '',
      subject: this.#settings.subject?.(parameters) ?? parameters.login_hint ?? 'someone',
      scopes: this.#settings.grant?.(asked) ?? asked,
      keyThumbprint,
      refreshToken: this.#settings.refreshTokens === 'none' ? undefined : this.#newToken('refresh'),
      accessToken: '',
      accessTokenEndsAt: 0,
      grants: 0,
      revoked: false,
    }
    this.#ledger.families.push(family)
    return this.#issue(family, true)
  }

  /** New tokens for a refresh token. One that was replaced revokes everything that came of its sign-in. */
  renew(form: Readonly<Record<string, string>>, keyThumbprint: string | undefined): object {
    const { families, replaced } = this.#ledger
    const token = form.refresh_token ?? ''
    const stolen = replaced.get(token)
    if (stolen !== undefined) stolen.revoked ||= 'reuse'
    const family = families.find(({ refreshToken }) => refreshToken === token)
    if (family === undefined || family.revoked)
      throw new OAuthRefusal('invalid_grant', `refresh token ${token} is void`)
    if (family.keyThumbprint !== keyThumbprint) throw new OAuthRefusal('invalid_grant', 'another key')
    if (family.clientId !== form.client_id) throw new OAuthRefusal('invalid_grant', 'another client')
    family.grants += 1
    const rotates = this.#settings.refreshTokens !== 'lasting'
    if (rotates) {
      replaced.set(token, family)
      family.refreshToken = this.#newToken('refresh')
    }
    return this.#issue(family, rotates)
  }

  /** A token of somebody else's key stays what it is, and nobody is told: RFC 7009, section 2.2. */
  revoke(token: string, keyThumbprint: string | undefined): void {
    const family = this.#ledger.families.find(
      ({ refreshToken, accessToken }) => refreshToken === token || accessToken === token,
    )
    if (family?.keyThumbprint === keyThumbprint && family !== undefined) family.revoked ||= 'asked'
  }

  #issue(family: FakeTokenFamily, isNewRefreshToken: boolean): object {
    const { expiresInSeconds = 3600, omitsUnchanged, dpop } = this.#settings
    family.accessToken = this.#newToken('access')
    family.accessTokenEndsAt =
      expiresInSeconds === null ? Number.POSITIVE_INFINITY : this.#tools.clock.now() + expiresInSeconds * 1000
    const showsRefreshToken = family.refreshToken !== undefined && (isNewRefreshToken || !omitsUnchanged)
    return {
      access_token: family.accessToken,
      token_type: dpop ? 'DPoP' : 'Bearer',
      scope: family.scopes.join(' '),
      sub: family.subject,
      ...(expiresInSeconds === null ? {} : { expires_in: expiresInSeconds }),
      ...(showsRefreshToken ? { refresh_token: family.refreshToken } : {}),
    }
  }

  #newToken(kind: string): string {
    return `${kind}-token-${this.#tools.nextNumber()}-${crypto.randomUUID()}`
  }
}
