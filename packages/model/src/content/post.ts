import type { JsonObject } from '../json.ts'
import type { InteractionRef, PostRef } from '../refs.ts'
import type { Media } from './media.ts'

/** Who may see a post. Adapters say in `limits.visibilities` which of these they honour. */
export type Visibility = 'public' | 'unlisted' | 'followers' | 'direct'

/** A question with answers to choose from. */
export interface Poll {
  readonly options: readonly string[]
  readonly durationMs: number
  readonly multiple?: boolean | undefined
}

/**
 * A link shown as a card where the platform has cards, and appended to the text where it has not.
 * Without a title the card is read from the page when the post is prepared.
 */
export interface PostLink {
  readonly url: string
  readonly title?: string | undefined
  readonly description?: string | undefined
  /** The picture of the card, instead of the page's own. */
  readonly image?: Media | undefined
}

/** One person with a handle per platform; the text names them as `{name}` placeholders do: `@{key}`. */
export interface Mention {
  /** Handle per platform id, without the leading `@`. */
  readonly handles: Readonly<Record<string, string>>
  /** What to write where the person has no handle. */
  readonly fallback: string
}

/** One further part of a thread, written by hand. */
export interface ThreadPart {
  readonly text: string
  readonly media?: readonly Media[] | undefined
}

/** How the parts of a thread are numbered. */
export interface ThreadCounter {
  /** `{number}` stands for the part's number, from 1, and `{count}` for how many there are: `({number}/{count})`. */
  readonly template: string
  /** Where it stands in each part; at the end when missing. White space keeps it off the text. */
  readonly position?: 'start' | 'end' | undefined
}

/** How a text that is too long becomes a thread. Without it, a text that is too long is an error issue. */
export interface SplitPolicy {
  /** Adds a counter to each part, `1/3` at its end when true; the counter is part of the budget. */
  readonly counter?: boolean | ThreadCounter | undefined
  /** Refuses to make more parts than this. */
  readonly maxParts?: number | undefined
}

/** What the plan calls this post: for reports and filters, never sent to a platform. */
export interface PostLabels {
  readonly campaign?: string | undefined
  readonly goal?: string | undefined
  readonly pillar?: string | undefined
}

/** The members of a post that one channel may say differently. */
export interface PostContent {
  readonly text: string
  readonly title?: string | undefined
  readonly media?: readonly Media[] | undefined
  readonly link?: PostLink | undefined
  readonly poll?: Poll | undefined
  /** Parts that follow `text`, in order. Excludes `split`. */
  readonly thread?: readonly ThreadPart[] | undefined
  readonly split?: SplitPolicy | undefined
  readonly replyTo?: PostRef | InteractionRef | undefined
  readonly quote?: PostRef | undefined
  /** Sent as a reply to the published post; its failure never turns `published` into a failure. */
  readonly firstComment?: string | undefined
  readonly visibility?: Visibility | undefined
  /** BCP 47 tags, the main language first. */
  readonly languages?: readonly string[] | undefined
  readonly contentWarning?: string | undefined
  /** By placeholder: `mentions: { ada: … }` replaces `@{ada}` in the text. */
  readonly mentions?: Readonly<Record<string, Mention>> | undefined
}

/** What one channel says differently. A member that is present replaces the post's own. */
export interface PostOverride extends Partial<PostContent> {
  /** This platform's own options; parsed strictly by the adapter. */
  readonly platformOptions?: unknown
}

/**
 * What the author wants to say, on every channel. Plain data: a `Post` made by `tutti.post`
 * can be kept, copied and handed to any plugin.
 */
export interface Post extends PostContent {
  /**
   * The app's own stable id. Publishing the same id again returns the deliveries that exist
   * instead of sending twice. Made up when absent.
   */
  readonly id?: string | undefined
  /** Which channels it goes to; every channel of the client when absent. */
  readonly channels?: readonly string[] | undefined
  readonly labels?: PostLabels | undefined
  readonly perChannel?: Readonly<Record<string, PostOverride | undefined>> | undefined
  /** Options by platform id; parsed strictly by each adapter. */
  readonly platformOptions?: Readonly<Record<string, unknown>> | undefined
}

/** The names of the members that an adapter can declare to honour, see `PlatformLimits.fields`. */
export type PostField =
  | 'title'
  | 'media'
  | 'link'
  | 'poll'
  | 'replyTo'
  | 'quote'
  | 'firstComment'
  | 'visibility'
  | 'languages'
  | 'contentWarning'

/** Parsed platform options, pure JSON. */
export type PlatformOptions = JsonObject
