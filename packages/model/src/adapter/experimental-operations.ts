import type { PreparedPart } from '../content/prepared-post.ts'
import type { PublishedPost } from '../content/published-post.ts'
import type { Interaction } from '../interaction.ts'
import type { Audience, MetricSample } from '../metrics.ts'
import type { Page, PageInput } from '../page.ts'
import type { Profile } from '../profile.ts'
import type { ConversationRef, PostRef, ProfileRef } from '../refs.ts'
import type { Warning } from '../warning.ts'
import type { Acknowledged, InteractionInput, Operation } from './operations.ts'

/** Vocabulary that no adapter uses yet: shapes may still change. */
export interface experimental_OperationVocabulary {
  editPost: Operation<
    { readonly post: PostRef; readonly part: PreparedPart },
    { readonly ref: PostRef; readonly warnings: readonly Warning[]; readonly raw: unknown }
  >
  deleteInteraction: Operation<InteractionInput, Acknowledged>
  approveInteraction: Operation<InteractionInput, Acknowledged>
  markInteractionSpam: Operation<InteractionInput, Acknowledged>
  reportInteraction: Operation<InteractionInput & { readonly reason: string }, Acknowledged>
  listConversations: Operation<
    PageInput,
    Page<{ readonly ref: ConversationRef; readonly participants: readonly Profile[]; readonly raw: unknown }>
  >
  listMessages: Operation<PageInput & { readonly conversation: ConversationRef }, Page<Interaction>>
  sendMessage: Operation<
    { readonly conversation: ConversationRef; readonly text: string; readonly key: string },
    Interaction
  >
  listFollowers: Operation<PageInput & { readonly profile?: ProfileRef | undefined }, Page<Profile>>
  listFollowing: Operation<PageInput & { readonly profile?: ProfileRef | undefined }, Page<Profile>>
  followProfile: Operation<{ readonly profile: ProfileRef }, Acknowledged>
  unfollowProfile: Operation<{ readonly profile: ProfileRef }, Acknowledged>
  fetchAudience: Operation<Record<never, never>, Audience>
  fetchChannelMetrics: Operation<
    Record<never, never>,
    { readonly samples: readonly MetricSample[]; readonly warnings: readonly Warning[] }
  >
  searchPosts: Operation<PageInput & { readonly query: string }, Page<PublishedPost>>
  searchProfiles: Operation<PageInput & { readonly query: string }, Page<Profile>>
  fetchTrends: Operation<
    Record<never, never>,
    Page<{ readonly name: string; readonly url?: string | undefined; readonly raw: unknown }>
  >
}
