import type { AuthorizationRequest, Clock, CodeExchange, Credential, Http, JsonObject } from '@tutti/model'

/** What is known of an authorization server: its metadata by RFC 8414, as far as a sign-in needs it. Plain JSON. */
export type OAuthServer = {
  readonly issuer: string
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  /** Where authorization requests are pushed (RFC 9126); used whenever it is there. */
  readonly pushedAuthorizationRequestEndpoint?: string | undefined
  /** Where tokens are made void (RFC 7009). */
  readonly revocationEndpoint?: string | undefined
  /** Whether the server names itself in the callback's `iss` (RFC 9207): one that is missing is then refused. */
  readonly namesIssuer?: boolean | undefined
}

/** A private key on the curve P-256 as JWK, as ES256 signs with. */
export interface EcPrivateJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
  readonly d: string
  readonly kid?: string | undefined
}

/** One developer app as the server knows it. Without a secret and a key it is a public client. */
export interface OAuthClient {
  readonly clientId: string
  readonly clientSecret?: string | undefined
  /** Where the secret goes: in the body when absent. */
  readonly clientSecretIn?: 'body' | 'header' | undefined
  /** A private ES256 key with its `kid`: authenticates with a signed assertion (RFC 7523). */
  readonly privateKey?: EcPrivateJwk | undefined
}

/** With whom and how: the first argument of every OAuth function. */
export interface OAuthParty {
  readonly server: OAuthServer
  readonly client: OAuthClient
  /** Name of the adapter's bucket that these requests take from. */
  readonly bucket: string
  /** Binds tokens to a key of the sign-in's own (RFC 9449). It travels as the secret `dpopKey`. */
  readonly dpop?: boolean | undefined
}

/** What the functions take of an operation's context. */
export interface OAuthContext {
  readonly http: Http
  readonly clock: Clock
}

/** Input of `startAuthorization`. */
export interface StartAuthorizationInput {
  readonly request: AuthorizationRequest
  /** More parameters of the authorization request, such as `login_hint`. */
  readonly parameters?: Readonly<Record<string, string>> | undefined
  /** Kept with the pending sign-in beside the code verifier. */
  readonly secrets?: Readonly<Record<string, string>> | undefined
  readonly facts?: JsonObject | undefined
}

/** What a token endpoint answered. The first three members are those of a credential. */
export interface OAuthTokens extends Pick<Credential, 'secrets' | 'expiresAt' | 'scopes'> {
  /** The rest of the answer, for members of the platform's own: user id, account name. Holds no tokens. */
  readonly rest: JsonObject
}

/** Input of `exchangeAuthorizationCode`: that of the operation `exchangeCode`. */
export type ExchangeAuthorizationCodeInput = CodeExchange
