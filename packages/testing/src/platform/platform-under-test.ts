import type {
  ConversationRef,
  InteractionRef,
  MaybePromise,
  MediaKind,
  PostRef,
  ProfileRef,
  Visibility,
} from '@tutti/model'
import type { FakePlatform } from '../fake-platform/fake-platform.ts'

/** A post as it truly stands on a platform, whatever any answer said. Absent members are not set there. */
export interface StandingPost {
  /** The `id` of its `PostRef`. */
  readonly id: string
  /** Plain text. */
  readonly text: string
  readonly title?: string | undefined
  readonly media: readonly { readonly kind: MediaKind; readonly alt?: string | undefined }[]
  readonly link?: string | undefined
  /** The options of its poll. */
  readonly poll?: readonly string[] | undefined
  /** The id of the post that it answers. */
  readonly replyTo?: string | undefined
  /** The id of the post that it quotes. */
  readonly quote?: string | undefined
  readonly visibility?: Visibility | undefined
  readonly languages?: readonly string[] | undefined
  readonly contentWarning?: string | undefined
}

/**
 * What `describeAdapter` needs from a platform beside the adapter: other people's doings, and a look
 * behind the API. Fakes implement it over their ledger; for a real server it is written with that
 * server's own means. Refs are exactly as the adapter makes them.
 */
export interface PlatformUnderTest {
  /** Makes an account ready, and one other person. @returns the base URL, without a trailing slash */
  start(): Promise<string>
  stop(): Promise<void>
  /** Before each test. A fake starts with an empty ledger; a real server may keep what stands. */
  clear(): MaybePromise<void>
  /** Everything that stands on the account under test, replies included, oldest first. */
  standingPosts(): MaybePromise<readonly StandingPost[]>
  /** Puts a post there without the adapter. */
  seedPost(input: { readonly by: 'account' | 'other'; readonly text: string }): MaybePromise<PostRef>
  /** The other person comments on a post. */
  seedComment(input: { readonly post: PostRef; readonly text: string }): MaybePromise<InteractionRef>
  /** The other person reacts to a post. Absent where the platform has no reactions. */
  seedReaction?(input: { readonly post: PostRef }): MaybePromise<void>
  /** The other person writes a private message to the account. Needed where the adapter declares `listConversations`. */
  seedMessage?(input: { readonly text: string }): MaybePromise<ConversationRef>
  /** Whether the account has hidden a comment. Needed where the adapter declares `hideInteraction`. */
  isHidden?(interaction: InteractionRef): MaybePromise<boolean>
  /** The other person. */
  otherProfile(): MaybePromise<ProfileRef>
  /** Well-formed refs to what does not exist. */
  readonly missing: { readonly post: PostRef; readonly interaction: InteractionRef; readonly profile: ProfileRef }
}

/** A fake as `describeAdapter` takes it: also everything that can go wrong. */
export interface AdapterFake extends PlatformUnderTest {
  readonly platform: FakePlatform
  /** Ends the validity of every session or token given out so far, where the platform has such. */
  expireCredentials?(): void
  /**
   * The person in front of the platform's sign-in page: opens the address that `authorizeUrl` has made and agrees, or
   * does not. Needed where the adapter declares `exchangeCode`. @returns the address that the person is sent back to
   */
  visitSignIn?(url: string, decision: 'agree' | 'refuse'): Promise<string>
}

/** Whether faults can be injected. */
export const isFake = (platform: PlatformUnderTest): platform is AdapterFake => 'platform' in platform
