export { acceleratedClock, type ClockPace } from './clock/accelerated-clock.ts'
export { type VirtualClock, virtualClock } from './clock/virtual-clock.ts'
export { samplePng } from './context/sample-image.ts'
export { type FakeAdapterOptions, type FakeCredentialInput, fakeAdapter } from './fake-adapter/fake-adapter.ts'
export type { FakeInteraction, FakeLedger, FakePost } from './fake-adapter/fake-ledger.ts'
export { type FakeIdentityProvider, fakeIdentityProvider } from './fake-identity/fake-identity-provider.ts'
export { identityHandlers } from './fake-identity/handlers.ts'
export { type IdentityAdapterOptions, identityAdapter } from './fake-identity/identity-adapter.ts'
export {
  createIdentityLedger,
  type FakeAuthorization,
  type FakeIdentityLedger,
  type FakeTokenFamily,
} from './fake-identity/ledger.ts'
export { checkProof, OAuthRefusal } from './fake-identity/proof.ts'
export type { FakeIdentitySettings } from './fake-identity/settings.ts'
export type { FakeLimit, FakeLimitCount, FakeLimits, FakeWindow } from './fake-platform/fake-limits.ts'
export {
  defineFakePlatform,
  type FakePlatform,
  type FakePlatformDefinition,
  type FakePlatformOptions,
  type FakeTools,
} from './fake-platform/fake-platform.ts'
export type { FakeSocket } from './fake-platform/fake-socket.ts'
export {
  createFakeStream,
  type FakeServerSentEvent,
  type FakeStream,
  type NumberedEvent,
  serverSentEvents,
} from './fake-platform/fake-stream.ts'
export type { FakeStreams } from './fake-platform/fake-streams.ts'
export type { RecordedRequest } from './fake-platform/recorded-request.ts'
export { type FakeBluesky, type FakeBlueskyOptions, fakeBluesky } from './fakes/bluesky/fake-bluesky.ts'
export type {
  FakeBlueskyAccount,
  FakeBlueskyBlob,
  FakeBlueskyBookmark,
  FakeBlueskyChange,
  FakeBlueskyCommit,
  FakeBlueskyConversation,
  FakeBlueskyLedger,
  FakeBlueskyMessage,
  FakeBlueskyPlace,
  FakeBlueskyRecord,
  FakeBlueskyRecordValue,
  FakeBlueskyReport,
  FakeBlueskyVideoJob,
} from './fakes/bluesky/ledger.ts'
export type { FakeBlueskyBudgets } from './fakes/bluesky/limits.ts'
export { type BoardOptions, board } from './fakes/board/board.ts'
export { type FakeBoardOptions, fakeBoard } from './fakes/board/fake-board.ts'
export type { BoardGuarantee, FakeBoardDraft, FakeBoardLedger, FakeBoardPost } from './fakes/board/ledger.ts'
export type { NewStatusBody } from './fakes/mastodon/create-status.ts'
export { type FakeMastodon, type FakeMastodonOptions, fakeMastodon } from './fakes/mastodon/fake-mastodon.ts'
export type {
  FakeMastodonAccount,
  FakeMastodonApp,
  FakeMastodonEvent,
  FakeMastodonFilter,
  FakeMastodonGrant,
  FakeMastodonLedger,
  FakeMastodonMedia,
  FakeMastodonNotification,
  FakeMastodonPoll,
  FakeMastodonReport,
  FakeMastodonScheduledStatus,
  FakeMastodonStatus,
} from './fakes/mastodon/ledger.ts'
export type { Fault } from './faults/fault.ts'
export type { FaultPlan, FaultTarget } from './faults/fault-plan.ts'
export type { AdapterFake, PlatformUnderTest, StandingPost } from './platform/platform-under-test.ts'
