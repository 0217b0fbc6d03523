export { systemClock } from './clock.ts'
export { createHttp } from './http/create-http.ts'
export { createMemoryCredentialSource } from './http/credential-source.ts'
export type { CredentialSource, HttpOptions, RetryPolicy } from './http/http-options.ts'
export { kyTransport } from './http/ky-transport.ts'
export { readServerSentEvents, type ServerSentEvent, type ServerSentEventOptions } from './http/server-sent-events.ts'
export { type LinkCard, type ReadLinkCardOptions, readLinkCard } from './link-card/read-link-card.ts'
export { folderMediaStore } from './media/folder-media-store.ts'
export { memoryMediaStore } from './media/memory-media-store.ts'
export { type OpenMediaOptions, openPreparedMedia } from './media/open-prepared-media.ts'
export type { MediaAccess } from './media/open-source.ts'
export { type PrepareMediaOptions, prepareMedia } from './media/prepare-media.ts'
export {
  type ChunkedUpload,
  type UploadChunk,
  type UploadInChunksOptions,
  type UploadProgress,
  uploadInChunks,
} from './media/upload-in-chunks.ts'
export { dpopAuthorization } from './oauth/dpop-authorization.ts'
export {
  discoverAuthorizationServer,
  exchangeAuthorizationCode,
  refreshTokens,
  revokeTokens,
  startAuthorization,
} from './oauth/oauth.ts'
export type {
  EcPrivateJwk,
  ExchangeAuthorizationCodeInput,
  OAuthClient,
  OAuthContext,
  OAuthParty,
  OAuthServer,
  OAuthTokens,
  StartAuthorizationInput,
} from './oauth/types.ts'
export { lazyOperations } from './operations/lazy-operations.ts'
export { parseOptions, type Schema, type SchemaIssue } from './options/parse-options.ts'
export { type GuardedFetchOptions, guardedFetch, type HostAddress } from './outside/guarded-fetch.ts'
export { guardedTransport } from './outside/guarded-transport.ts'
export { readRateLimitHeaders } from './rate-limits/read-rate-limit-headers.ts'
export { asArray, asBoolean, asInstantMs, asIsoInstant, asNumber, asObject, asString } from './readers/readers.ts'
export { requireArray, requireObject, requireString } from './readers/required.ts'
export { redactHeaders, redactText, redactUrl } from './redaction/redact.ts'
export { plainText } from './text/plain-text.ts'
export { samePostText } from './text/same-post-text.ts'
export { verifyDiscordWebhook } from './webhooks/discord.ts'
export { answerLinkedinChallenge, verifyLinkedinWebhook } from './webhooks/linkedin.ts'
export { answerMetaChallenge, verifyMetaWebhook } from './webhooks/meta.ts'
export { forgetWebhook, type RememberWebhookOptions, rememberWebhook } from './webhooks/remember-webhook.ts'
export { verifySlackWebhook } from './webhooks/slack.ts'
export { verifyStandardWebhook } from './webhooks/standard-webhooks.ts'
export { verifyTelegramWebhook } from './webhooks/telegram.ts'
export { verifyTiktokWebhook } from './webhooks/tiktok.ts'
export type { TimestampOptions } from './webhooks/timestamp.ts'
export {
  readWebhookRequest,
  type VerifiedWebhook,
  type WebhookRequest,
  type WebhookSecret,
} from './webhooks/webhook-request.ts'
export { answerXChallenge, verifyXWebhook } from './webhooks/x.ts'
export { answerYoutubeChallenge, verifyYoutubeWebhook } from './webhooks/youtube.ts'
