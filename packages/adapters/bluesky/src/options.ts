import { parseOptions } from '@tutti/adapter-kit/setup'
import { countGraphemes, countUtf8Bytes } from '@tutti/text/counting'
import * as z from 'zod/mini'
import { type BlueskyOAuthOptions, oauthOptions } from './oauth/options.ts'
import { parseAtUri } from './protocol/at-uri.ts'
import { ownServer } from './protocol/xrpc.ts'
import { isAtIdentifier, isDid } from './syntax/identifiers.ts'

/** Options of `bluesky()`. */
export interface BlueskyOptions {
  /** Where accounts sign in: `https://bsky.social` when absent, or your own PDS. Plain http only on loopback. */
  readonly service?: string | undefined
  /**
   * Which AppView answers reads, as a service reference such as `did:web:api.bsky.app#bsky_appview`;
   * the server's own choice when absent.
   */
  readonly appView?: string | undefined
  /**
   * Where private messages are kept, as a service reference; Bluesky's own `did:web:api.bsky.chat#bsky_chat` when
   * absent. `own-server`: the account's server answers itself.
   */
  readonly chatService?: string | undefined
  /**
   * Address of the service that makes videos ready: `https://video.bsky.app` when absent and `service` is Bluesky's own.
   * Without one, videos are uploaded as any file, and are ready some seconds after their post.
   */
  readonly videoService?: string | undefined
  /**
   * `wss:` address of a Jetstream, from which `subscribe` then reads: `wss://jetstream2.us-east.bsky.network`. It tells
   * only what was asked for, where the firehose tells everything.
   */
  readonly jetstream?: string | undefined
  /**
   * `wss:` address of a relay, whose firehose `subscribe` reads without a Jetstream. When absent, Bluesky's own
   * `wss://relay1.us-east.bsky.network`; with a `service` on loopback, that one.
   */
  readonly relay?: string | undefined
  /**
   * Address of the web app that shows posts and profiles, for the links in refs: `https://bsky.app` when absent and
   * `service` is a public server. One on loopback or in a private network is a network of its own, and `none` is assumed.
   */
  readonly webApp?: string | undefined
  /** How people sign in without an app password. */
  readonly oauth?: BlueskyOAuthOptions | undefined
}

/** How one account is connected. Use an app password (Settings, Privacy and security), not the account's own. */
export interface BlueskyCredentialInput {
  /** Handle, DID or e-mail address. */
  readonly identifier: string
  readonly appPassword: string
}

/** One of the labels that an author may put on a post. Source: https://docs.bsky.app/docs/advanced-guides/moderation, read 2026-11-22. */
export type SelfLabel = 'sexual' | 'nudity' | 'porn' | 'graphic-media'

/** Stands for a network without a web app where one is named. */
export const noWebApp = 'none'

const bskySocial = 'https://bsky.social'

const selfLabels = ['sexual', 'nudity', 'porn', 'graphic-media'] as const satisfies readonly SelfLabel[]

/** Groups whose members may reply; `list` is the AT URI of a list (`app.bsky.graph.list`). */
export type ReplyGroup = 'mentioned' | 'followers' | 'following' | { readonly list: string }

/** Who may reply to a thread: nobody, or those in any of up to five groups. */
export type WhoMayReply = 'nobody' | readonly ReplyGroup[]

/** What a post may say for Bluesky only: `platformOptions.bluesky`. */
// A type, not an interface: only a type is assignable to JsonObject.
export type BlueskyPostOptions = {
  /** Labels by which apps hide the media or the post behind a warning. */
  readonly selfLabels?: readonly SelfLabel[] | undefined
  /** Up to 8 tags, without `#`, beside those in the text. Each up to 64 graphemes and 640 bytes. */
  readonly tags?: readonly string[] | undefined
  /** Who may reply to the thread that this post starts; everybody when absent. */
  readonly whoMayReply?: WhoMayReply | undefined
  /** Who may quote the post; everybody when absent. */
  readonly whoMayQuote?: 'nobody' | undefined
}

function isLoopback(address: string): boolean {
  const hostname = URL.parse(address)?.hostname ?? ''
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

const httpUrl = z.string().check(
  z.refine((value) => /^https?:\/\/[^/?#@\\\s]+\/?$/i.test(value) && URL.canParse(value), {
    error: 'must be an http or https address without a path',
  }),
  // The app password goes there.
  z.refine((value) => !/^http:/i.test(value) || isLoopback(value), {
    error: 'is not encrypted: plain http is for loopback',
  }),
)

const serviceReference = z.string().check(
  z.refine((value) => /^[^#]+#[a-zA-Z0-9_-]+$/.test(value) && isDid(value.replace(/#.*/, '')), {
    error: 'must be a service reference such as did:web:api.bsky.app#bsky_appview',
  }),
)

const socketUrl = z.string().check(
  z.refine((value) => /^wss?:\/\/[^/?#@\\\s]+\/?$/i.test(value) && URL.canParse(value), {
    error: 'must be a wss address without a path',
  }),
  z.refine((value) => !/^ws:/i.test(value) || isLoopback(value), {
    error: 'is not encrypted: plain ws is for loopback',
  }),
)

const adapterOptions = z.strictObject({
  oauth: z.optional(oauthOptions),
  service: z.optional(httpUrl),
  appView: z.optional(serviceReference),
  videoService: z.optional(httpUrl),
  webApp: z.optional(z.union([z.literal(noWebApp), httpUrl])),
  jetstream: z.optional(socketUrl),
  relay: z.optional(socketUrl),
  chatService: z.optional(z.union([z.literal(ownServer), serviceReference])),
})

const credentialInput = z.strictObject({
  identifier: z.string().check(
    z.trim(),
    z.overwrite((value) => value.replace(/^@/, '')),
    z.refine((value) => isAtIdentifier(value) || /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(value), {
      error: 'must be a handle, a DID or an e-mail address',
    }),
  ),
  appPassword: z.string().check(
    z.refine((value) => value !== '', { error: 'must not be empty' }),
    z.refine((value) => !/[\p{Cc}\p{Cs}]/u.test(value), { error: 'must be one line of text' }),
  ),
})

const tag = z.string().check(
  z.refine((value) => /^[^\s#]+$/.test(value), { error: 'must be one word without #' }),
  z.refine((value) => countGraphemes(value) <= 64 && countUtf8Bytes(value) <= 640, {
    error: 'must be at most 64 graphemes and 640 bytes',
  }),
)

/** Checks who may reply. */
export const whoMayReply = z.union([
  z.literal('nobody'),
  z
    .array(
      z.union([
        z.enum(['mentioned', 'followers', 'following']),
        z.strictObject({
          list: z.string().check(
            z.refine((uri) => parseAtUri(uri)?.collection === 'app.bsky.graph.list', {
              error: 'must be the AT URI of a list',
            }),
          ),
        }),
      ]),
    )
    .check(z.refine((groups) => groups.length > 0 && groups.length <= 5, { error: 'must be one to five groups' })),
])

const postOptions = z.strictObject({
  selfLabels: z.optional(z.array(z.enum(selfLabels))),
  whoMayReply: z.optional(whoMayReply),
  whoMayQuote: z.optional(z.literal('nobody')),
  tags: z.optional(z.array(tag).check(z.refine((value) => value.length <= 8, { error: 'must be at most 8 tags' }))),
})

/** @throws InvalidInputError `invalid-options` */
export function parseAdapterOptions(value: unknown): BlueskyOptions & {
  readonly service: string
  readonly oauth: BlueskyOAuthOptions
} {
  const { service = bskySocial, jetstream, oauth = {}, ...others } = parseOptions(adapterOptions, value, 'bluesky')
  const origin = new URL(service).origin
  const { videoService = origin === bskySocial ? 'https://video.bsky.app' : undefined } = others
  // A server on loopback is a network of its own.
  const { relay = isLoopback(service) ? undefined : 'wss://relay1.us-east.bsky.network' } = others
  const sources = { jetstream: jetstream?.replace(/\/$/, ''), relay: relay?.replace(/\/$/, '') }
  return { ...others, ...sources, oauth, service: origin, videoService: videoService?.replace(/\/$/, '') }
}

/** @throws InvalidInputError `invalid-options` */
export function parseCredentialInput(value: unknown): BlueskyCredentialInput {
  return parseOptions(credentialInput, value, 'bluesky.channel(credential)')
}

/** @throws InvalidInputError `invalid-input` */
export function parsePostOptions(value: unknown): BlueskyPostOptions {
  return parseOptions(postOptions, value === undefined ? {} : value, 'platformOptions.bluesky', 'invalid-input')
}
