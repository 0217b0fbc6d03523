/**
 * Every error code of Tutti with the advice that applies when an error brings none of its own.
 * Each code has a heading in `docs/errors.md`; a test compares the two.
 */
export const errorCodes = {
  // the caller's input
  'invalid-input': 'Correct what the message says; `path`, where there is one, is the place.',
  'invalid-options': 'Correct the option that the message names; `path` is its place.',
  'unknown-channel': 'Use one of the channel ids given to createTutti.',
  'unsupported-operation': 'Ask channel.supports(operation) first; the capability matrix lists what each adapter has.',
  'text-too-long': 'Shorten the text, or give the post a split policy.',
  'text-token-too-long': 'A single link, mention or word is longer than a whole post may be: shorten it.',
  'content-changed': 'Prepare the post again: what would be sent is not what was prepared.',
  'already-published': 'The id is taken, and what was given now was not sent: use a new id for a new post.',
  // media
  'media-not-found': 'Check that the file or URL exists and can be read.',
  'media-unreadable': 'The bytes are no image, video or audio that can be recognised: export the file again.',
  'media-type-refused': 'Convert the file to a type that the platform takes.',
  'media-too-large': 'Make the file smaller than the platform allows.',
  'media-changed': 'The bytes are not those that were prepared: prepare the post again.',
  'media-not-persistable': 'Give createTutti a media store, or use a path or URL.',
  // what comes from outside
  'outside-url-refused': 'Use an http or https address that everybody can reach, or allow yours with guardedFetch.',
  'outside-answer-refused': 'The page or file is not what was asked for, or too large: use another one.',
  'outside-unreachable': 'Check the address, and try again later.',
  'outside-fetch-missing': 'Give createTutti a fetchOutside: the guarded fetch needs Node.',
  // what a platform answered
  unauthorized: 'Connect the account again: the platform refuses the credential.',
  'credential-expired': 'Connect the account again: the credential has expired and could not be refreshed.',
  'not-connected':
    'Connect the account: tutti.accounts.authorize({ channel, redirectUri }), then tutti.accounts.complete({ callbackUrl }).',
  'renewal-unfinished':
    'Connect the account again, or give the channel a new credential. Where the platform forgives an old refresh token, createTutti({ unfinishedRenewal: "retry" }) tries it.',
  'sign-in-invalid': 'Begin the sign-in again: each address is good for one use within ten minutes.',
  'sign-in-denied': 'Ask the person to allow access, and begin the sign-in again.',
  'scope-missing': 'Connect the account again and ask for the scopes named in the message.',
  forbidden: 'The account or the app lacks the right to do this: check scopes and roles.',
  'not-found': 'It does not exist, or this account may not see it.',
  gone: 'It was deleted.',
  conflict: 'Read the present state and decide again.',
  duplicate: 'The platform has this very post already.',
  rejected: 'The platform refused the content: see the message.',
  'rate-limited': 'Wait as long as retryAfterMs says.',
  'server-error': 'The platform failed: try again later.',
  'malformed-answer': 'The platform answered something that is not its API: check the server address, or report it.',
  'not-offered': 'This server does not offer the function.',
  // the way there
  'not-sent': 'The request never left: check the address and the network, then try again.',
  'connection-lost': 'The connection broke after sending: read back before you repeat.',
  timeout: 'No answer in time: read back before you repeat.',
  'stream-overrun': 'More came than was taken: take it faster, listen to less, or go on from the last cursor.',
  aborted: 'The caller’s signal was aborted.',
  'retry-budget-exhausted': 'Too many requests failed lately: wait until the platform has recovered.',
  'wait-too-long': 'The limit frees up later than the caller is willing to wait: schedule it, or raise maxWaitMs.',
  'circuit-open': 'The channel failed repeatedly and rests: try again after retryAfterMs.',
  closed: 'The client was closed: create a new one.',
  // plugins and hooks
  'plugin-name-taken': 'Two plugins have the same name: remove one.',
  'plugin-name-reserved': 'Rename the plugin: the client has a member of that name.',
  'plugin-missing': 'Add the plugin that this one depends on.',
  'plugin-cycle': 'Plugins depend on each other in a circle: remove one of the dependencies.',
  'plugin-setup-failed': 'See the cause: the plugin’s setup threw.',
  'hook-name-taken': 'Two hooks or events have the same name: rename one.',
  'hook-failed': 'See the cause: a plugin’s hook threw.',
  'hook-timeout': 'A plugin’s hook did not finish in time.',
  'guard-denied': 'A guard denied it: see the reason in the message.',
  'guard-failed': 'A guard threw or took too long, which denies: see the cause.',
  'next-called-twice': 'An around hook may call next once at most.',
  // webhooks
  'webhook-refused':
    'Answer 401: the request is not proved to come from the platform. Check the secret, and verify the raw bytes.',
  'webhook-replayed': 'Answer 200 and do nothing: this very request was handled before.',
  'webhook-too-large': 'Answer 413: no platform sends that much.',
  // the store
  'store-conflict': 'Somebody else changed the record meanwhile: read it again.',
  'store-failed': 'See the cause: the store could not be read or written. Nothing was sent.',
  'store-not-durable': 'Give createTutti a durable store, for example sqliteStore(file).',
  'credential-key-missing':
    'Make a key with node -p "crypto.randomBytes(32).toString(\'base64\')", keep it outside of the store, and give it as credentialKey.',
  'credential-unreadable':
    'Give the key that the credential was encrypted with as one of credentialKey, or connect the account again.',
  'lease-lost': 'Another worker has taken over: leave it to that one.',
  // the engine
  'engine-failed':
    'Check that the queue runs at its address. Nothing is lost: what is due stays in the store, and the sweep finds it.',
  // the limiter that several processes share
  'limiter-failed': 'Check that Redis runs at its address. Nothing was sent without a permit.',
  // delivery
  'needs-decision': 'A person must decide: look at the platform, then confirm or resend.',
  // plugins of ours
  'schedule-zone-missing': 'Name the time zone, for example 2026-12-01T09:00[Europe/Rome].',
  'schedule-in-past': 'Choose a time in the future.',
  'schedule-not-found': 'List the schedule for the ids that exist.',
  'approval-stale': 'Read the post again and approve what it says now.',
  'approval-missing': 'Have the post approved first: tutti.scheduler.approvals.',
  'not-permitted': 'Ask somebody whose role allows it, or change the roles policy of the scheduler.',
  'recurrence-invalid': 'Write an RFC 5545 rule that occurs, and no more than 48 times a day: FREQ=WEEKLY;BYDAY=MO,TH.',
  'rule-invalid': 'Correct the moderation rule at the place named in the message.',
  'import-overtaken': 'Run the import again: what is in the calendar already is not placed twice.',
  'metrics-incompatible': 'Only add numbers with the same unit, window and definition.',
} as const

/** The stable code of an error. Branch on it; messages may change. */
export type ErrorCode = keyof typeof errorCodes
