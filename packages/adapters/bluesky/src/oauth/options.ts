import type { EcPrivateJwk } from '@tutti/adapter-kit'
import * as z from 'zod/mini'

/** How people sign in without an app password: `bluesky({ oauth })`. Nothing is needed during development. */
export interface BlueskyOAuthOptions {
  /**
   * The https address of your client metadata document, which is your app's name to every server:
   * https://atproto.com/specs/oauth#clients. Absent: a client for development, whose redirect address must be on
   * `http://127.0.0.1`.
   */
  readonly clientId?: string | undefined
  /** The private half of a key in that document, where it says `private_key_jwt`: sessions then last longer. */
  readonly clientKey?: EcPrivateJwk | undefined
  /** Where accounts are looked up; `https://plc.directory` when absent. Plain http only on loopback. */
  readonly plcDirectory?: string | undefined
}

const httpsUrl = z
  .string()
  .check(z.refine((value) => URL.parse(value)?.protocol === 'https:', { error: 'must be an https address' }))

const directory = z.string().check(
  z.refine((value) => /^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?\/?$/.test(value), {
    error: 'must be an https address; plain http is for loopback',
  }),
)

const coordinate = z.string().check(z.refine((value) => /^[\w-]{43}$/.test(value), { error: 'must be of a P-256 key' }))

/** Checks `bluesky({ oauth })`. */
export const oauthOptions = z.strictObject({
  clientId: z.optional(httpsUrl),
  clientKey: z.optional(
    z.strictObject({
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: coordinate,
      y: coordinate,
      d: coordinate,
      kid: z.optional(z.string()),
    }),
  ),
  plcDirectory: z.optional(directory),
})

/** Where DIDs of the method `plc` are looked up. */
export function plcDirectoryOf({ plcDirectory = 'https://plc.directory' }: BlueskyOAuthOptions): string {
  return plcDirectory
}
