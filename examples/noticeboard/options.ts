import { parseOptions } from '@tutti/adapter-kit'
import type { Credential } from '@tutti/model'
import * as z from 'zod/mini'

/** Options of `noticeboard(…)`. */
export interface NoticeboardOptions {
  /** The server's address without a path, for example `https://noticeboard.example`. */
  readonly server: string
}

/** What connects one account. */
export interface NoticeboardCredential {
  /** The account's token, from its settings. */
  readonly token: string
}

const optionsSchema = z.strictObject({ server: z.url({ protocol: /^https?$/ }) })

// A token goes into a header as it is: blanks and control characters would break out of it.
const credentialSchema = z.strictObject({ token: z.string().check(z.regex(/^[\x21-\x7e]+$/)) })

const postOptionsSchema = z.strictObject({})

/**
 * Checks the options of the factory; `server` comes back as an origin.
 * @throws InvalidInputError `invalid-options`
 */
export function parseNoticeboardOptions(options: NoticeboardOptions): NoticeboardOptions {
  return { server: new URL(parseOptions(optionsSchema, options, 'noticeboard(options)').server).origin }
}

/**
 * Makes a credential of what the app gave to `channel(…)`. The message of its error never contains the token.
 * @throws InvalidInputError `invalid-options`
 */
export function parseNoticeboardCredential(input: NoticeboardCredential): Credential {
  const { token } = parseOptions(credentialSchema, input, 'noticeboard.channel(credential)')
  return { secrets: { token }, facts: {} }
}

/**
 * Checks `platformOptions.noticeboard`: there are none yet, so everything in it is a mistake.
 * @throws InvalidInputError `invalid-input`
 */
export function parseNoticeboardPostOptions(value: unknown): Record<string, never> {
  return parseOptions(
    postOptionsSchema,
    value === undefined ? {} : value,
    'platformOptions.noticeboard',
    'invalid-input',
  )
}
