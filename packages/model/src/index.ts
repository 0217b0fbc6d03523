export type {
  Adapter,
  AdapterDefinition,
  ChannelDefinition,
  CreateKeyInput,
  ErrorReading,
  PlatformOptionsOf,
} from './adapter/adapter.ts'
export type { BucketDeclaration, BucketScope, Buckets, BucketWindow, RateLimitObservation } from './adapter/buckets.ts'
export type { AccountContext, AccountDescription, Logger, OperationContext } from './adapter/context.ts'
export type { Conversation } from './adapter/conversation.ts'
export type { AuthDeclaration, Authorization, AuthorizeInput, Credential } from './adapter/credential.ts'
export { defineAdapter } from './adapter/define-adapter.ts'
export type { experimental_OperationVocabulary } from './adapter/experimental-operations.ts'
export type { Guarantees, PublishGuarantee } from './adapter/guarantees.ts'
export type {
  FailedAnswer,
  FormPart,
  Http,
  HttpAnswer,
  HttpRequest,
  SocketFrames,
  SocketRequest,
  StreamAnswer,
  StreamRequest,
} from './adapter/http.ts'
export type {
  CountContext,
  LinkCardLimit,
  MediaLimit,
  PlatformLimits,
  PollLimit,
  Sourced,
  TextLimit,
} from './adapter/limits.ts'
export type { AnyOperationName, NativeOperationName, NativeOperations } from './adapter/native-operations.ts'
export {
  type CallOperation,
  type CredentialOperation,
  type DeliveryOperation,
  type OperationName,
  operationNames,
  operationPriorities,
  type Priority,
  type PushOperation,
  priorities,
} from './adapter/operation-names.ts'
export type {
  Acknowledged,
  AdapterOperations,
  DeletePostOutput,
  EditPostInput,
  FindPostInput,
  FindPostOutput,
  InteractionInput,
  Operation,
  OperationVocabulary,
  OutgoingPart,
  PostInput,
  PublishPostInput,
  PublishPostOutput,
  ReplyTarget,
  ReportReason,
  StableOperationVocabulary,
  Trend,
} from './adapter/operations.ts'
export type { OutsideAnswer, OutsideFetch, OutsideFetchOptions } from './adapter/outside-fetch.ts'
export type {
  AuthorizationRequest,
  AuthorizationStart,
  CodeExchange,
  PendingAuthorization,
  SignInContext,
} from './adapter/sign-in.ts'
export type { StreamItem, StreamTopic, SubscribeInput } from './adapter/stream.ts'
export type { Transport, WireRequest } from './adapter/transport.ts'
export type { Clock, IsoInstant, TimerOptions } from './clock.ts'
export { keptMediaOf } from './content/kept-media-of.ts'
export type {
  ByteRange,
  ByteSource,
  Media,
  MediaKind,
  MediaSource,
  MediaStore,
  PreparedMedia,
  StoredMedia,
} from './content/media.ts'
export type {
  Mention,
  PlatformOptions,
  Poll,
  Post,
  PostContent,
  PostField,
  PostLabels,
  PostLink,
  PostOverride,
  SplitPolicy,
  ThreadCounter,
  ThreadPart,
  Visibility,
} from './content/post.ts'
export type {
  MeasuredLength,
  PreparedLink,
  PreparedPart,
  PreparedPost,
  Preview,
  StagedPost,
} from './content/prepared-post.ts'
export type { PostCounts, PublishedMedia, PublishedPost } from './content/published-post.ts'
export type {
  ChannelDeletion,
  DeletionResult,
  DeletionState,
  EditedContent,
  EditRequest,
  EditResult,
  EditState,
  PartDeletion,
} from './delivery/changes.ts'
export type {
  Delivery,
  DeliveryAttempt,
  DeliveryRecord,
  OnAbsent,
  PartDelivery,
  PublishResult,
} from './delivery/delivery.ts'
export { type DeliveryState, deliveryStates, isFinalState, worstState } from './delivery/states.ts'
export {
  AuthenticationError,
  DeliveryError,
  EngineError,
  type ErrorDetailsOf,
  InvalidInputError,
  MediaError,
  OutsideFetchError,
  PlatformError,
  PluginError,
  RateLimitError,
  RejectedError,
  StoreError,
  TransportError,
  UnsupportedOperationError,
  WebhookError,
} from './errors/classes.ts'
export { type ErrorCode, errorCodes } from './errors/codes.ts'
export { createError } from './errors/create-error.ts'
export { type ErrorDetails, type ErrorRecord, type Outcome, TuttiError, withPlace } from './errors/tutti-error.ts'
export { type Interaction, type InteractionKind, type InteractionState, interactionKinds } from './interaction.ts'
export type { Json, JsonObject, MaybePromise } from './json.ts'
export {
  type Audience,
  type AudienceDimension,
  type MetricName,
  type MetricSample,
  type MetricUnit,
  type MetricWindow,
  type MissingReason,
  metricCatalogue,
} from './metrics.ts'
export type { Page, PageInput } from './page.ts'
export type { Goal, GoalKind, Pillar, Slot } from './plan.ts'
export type {
  CallOptions,
  ChannelBase,
  ChannelOperations,
  ClientLimits,
  Deliveries,
  NativeChannelOperations,
  OperationCost,
  PublishOptions,
  SubscribingChannel,
  TuttiClient,
  UnknownChannel,
} from './plugin/client.ts'
export {
  type CoreEvent,
  coreEvents,
  credentialExpiring,
  credentialRefreshed,
  deliveryChanged,
  deliveryFailed,
  pluginError,
  postPublished,
  rateLimitHit,
  rateLimitWaited,
  reconciliationStarted,
  requestRetried,
  streamConnected,
  streamInterrupted,
  uploadProgressed,
  warningRaised,
} from './plugin/core-events.ts'
export {
  afterPublish,
  aroundOperation,
  aroundPublish,
  aroundRequest,
  coreHooks,
  fitMedia,
  guardPost,
  guardPublish,
  guardReply,
  interactionReceived,
  type MediaFitting,
  mediaInUse,
  metricsCollected,
  operationFailed,
  preparePost,
  type VisibleRequest,
} from './plugin/core-hooks.ts'
export { defineEvent, type EventToken, type PayloadOf } from './plugin/events.ts'
export {
  type Denial,
  defineHook,
  type Hook,
  type HookHandlers,
  type HookKind,
  type HookOrder,
  type HookUse,
} from './plugin/hooks.ts'
export type { PluginHost, Undo } from './plugin/host.ts'
export {
  type AnyHook,
  definePlugin,
  type Plugin,
  type PluginDefinition,
  type PluginRef,
  pluginRef,
} from './plugin/plugin.ts'
export type { Profile } from './profile.ts'
export type { RawEnum } from './raw-enum.ts'
export type { ConversationRef, InteractionRef, PostRef, ProfileRef, Ref } from './refs.ts'
export { checkWakeUp, type Engine } from './storage/engine.ts'
export type { LimitKey, Permit, PermitRequest, RateLimiter } from './storage/rate-limiter.ts'
export type {
  DocumentStore,
  DueIndex,
  Expectation,
  Lease,
  Lock,
  LockStore,
  SampleStore,
  ScopedStore,
  Store,
  StoredDocument,
  StoredSample,
} from './storage/store.ts'
export type { Issue, Warning } from './warning.ts'
