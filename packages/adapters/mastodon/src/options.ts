import { parseOptions } from '@tutti/adapter-kit/setup'
import { type Credential, InvalidInputError } from '@tutti/model'
import * as z from 'zod/mini'

/** Options of `mastodon(…)`. */
export interface MastodonOptions {
  /** The server's address without a path, for example `https://social.example`. Plain http only on loopback. */
  readonly server: string
  /**
   * `false` where `server` comes from a person and not from you: requests to it then reach the public internet only,
   * whatever its name leads to. `true` when absent.
   */
  readonly trustServer?: boolean | undefined
  /** Tells developer apps apart in rate limits; `default` when absent. */
  readonly appId?: string | undefined
  /**
   * The app that signs people in, as registered with this server. Without one a sign-in registers an
   * app of its own; keep one and name it here where many sign in.
   */
  readonly clientId?: string | undefined
  readonly clientSecret?: string | undefined
  /** What a registered app is called; people see it when they sign in. `Tutti` when absent. */
  readonly appName?: string | undefined
  /** The app's own page, for the same. */
  readonly website?: string | undefined
}

/** What connects one account. */
export interface MastodonCredential {
  /** A user's access token. Tokens of Mastodon don't expire; a revoked one is an AuthenticationError. */
  readonly accessToken: string
}

/** `platformOptions.mastodon` of a post. */
export type MastodonPostOptions = {
  /** Hides the media until clicked. A content warning does that by itself. */
  readonly sensitive?: boolean | undefined
  /** Who may quote the post; servers older than 4.5 ignore it. The account's own setting when absent. */
  readonly quoteApprovalPolicy?: 'public' | 'followers' | 'nobody' | undefined
  /** Hides how many voted for what until the poll ends. */
  readonly hidePollTotals?: boolean | undefined
}

const optionsSchema = z.strictObject({
  server: z.string().check(z.minLength(1)),
  trustServer: z.optional(z.boolean()),
  appId: z.optional(z.string().check(z.minLength(1))),
  clientId: z.optional(z.string().check(z.minLength(1))),
  clientSecret: z.optional(z.string().check(z.minLength(1))),
  appName: z.optional(z.string().check(z.minLength(1))),
  website: z.optional(z.url({ protocol: /^https?$/ })),
})

// A token goes into a header as it is: blanks and control characters would break out of it.
const credentialSchema = z.strictObject({
  accessToken: z
    .string()
    .check(z.refine((token) => /^[\x21-\x7e]+$/.test(token), 'must be printable ASCII without blanks')),
})

const postOptionsSchema = z.strictObject({
  sensitive: z.optional(z.boolean()),
  quoteApprovalPolicy: z.optional(z.enum(['public', 'followers', 'nobody'])),
  hidePollTotals: z.optional(z.boolean()),
})

/**
 * Checks the options of the factory; `server` comes back as an origin without a trailing slash.
 * @throws InvalidInputError `invalid-options`
 */
export function parseMastodonOptions(options: MastodonOptions): MastodonOptions {
  const { server, ...rest } = parseOptions(optionsSchema, options, 'mastodon(options)')
  return { server: readServerOrigin(server), ...rest }
}

/**
 * Makes a credential of what the app gave to `channel(…)`. Without one the channel takes what a
 * sign-in has put into the store.
 * @throws InvalidInputError `invalid-options`; the message never contains the token
 */
export function parseMastodonCredential(input: MastodonCredential | undefined, server: string): Credential {
  if (input === undefined) return { secrets: {}, facts: { server } }
  const { accessToken } = parseOptions(credentialSchema, input, 'mastodon.channel(credential)')
  return { secrets: { accessToken }, facts: { server } }
}

/**
 * Checks `platformOptions.mastodon`.
 * @throws InvalidInputError `invalid-input`
 */
export function parseMastodonPostOptions(value: unknown): MastodonPostOptions {
  return parseOptions(postOptionsSchema, value === undefined ? {} : value, 'platformOptions.mastodon', 'invalid-input')
}

function readServerOrigin(server: string): string {
  const url = URL.canParse(server) ? new URL(server) : undefined
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw wrongServer('is no http(s) address')
  }
  if (url.username !== '' || url.password !== '') throw wrongServer('contains a user name or password')
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') throw wrongServer('has something behind the host')
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) throw wrongServer('is not encrypted: http is for loopback')
  return url.origin
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

// The value itself is left out: a pasted address may contain a password.
function wrongServer(problem: string): InvalidInputError {
  return new InvalidInputError({
    code: 'invalid-options',
    message: `mastodon(options).server ${problem}`,
    platform: 'mastodon',
    path: 'mastodon(options).server',
    advice: 'Give the address of the server alone, for example https://social.example.',
  })
}
