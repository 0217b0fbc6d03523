import { mentionedAccounts } from './entities.ts'
import type { FakeMastodonAccount, FakeMastodonMedia, FakeMastodonPoll, FakeMastodonStatus } from './ledger.ts'
import { nextId, pair } from './ledger.ts'
import { countCharacters } from './render-content.ts'
import { type FakeServer, isShunned, Refusal } from './server.ts'

/** What a new post may have; the names are the API's. */
export interface NewStatusBody {
  readonly status?: string | undefined
  readonly spoiler_text?: string | undefined
  readonly sensitive?: boolean | undefined
  readonly visibility?: string | undefined
  readonly language?: string | undefined
  readonly in_reply_to_id?: string | undefined
  readonly quoted_status_id?: string | undefined
  readonly media_ids?: readonly string[] | undefined
  readonly scheduled_at?: string | undefined
  readonly poll?:
    | { readonly options?: readonly string[]; readonly expires_in?: number; readonly multiple?: boolean }
    | undefined
}

/** Puts a post into the ledger and tells whom it mentions or quotes. @throws Refusal when the platform would refuse it */
export function createStatus(
  server: FakeServer,
  account: FakeMastodonAccount,
  body: NewStatusBody,
  origin: string,
): FakeMastodonStatus {
  const { ledger, tools, settings } = server
  const { media, poll } = checkStatus(server, account, body)
  const standing = (id: string) => ledger.statuses.find((status) => status.id === id && !status.deleted)
  const parent = body.in_reply_to_id ? standing(body.in_reply_to_id) : undefined
  if (body.in_reply_to_id && !parent) {
    throw new Refusal(404, 'The post you are trying to reply to does not appear to exist.')
  }
  const quoted = settings.apiVersion && body.quoted_status_id ? standing(body.quoted_status_id) : undefined
  if (settings.apiVersion && body.quoted_status_id && !quoted) {
    throw new Refusal(404, 'The post you are trying to quote does not appear to exist.')
  }
  const visibility = body.visibility ?? 'public'
  if (!['public', 'unlisted', 'private', 'direct'].includes(visibility)) {
    throw invalid('Visibility is not included in the list')
  }
  const nowMs = tools.clock.now()
  const status: FakeMastodonStatus = {
    id: nextId(tools),
    accountId: account.id,
    text: body.status ?? '',
    spoilerText: body.spoiler_text ?? '',
    sensitive: body.sensitive === true || Boolean(body.spoiler_text),
    visibility,
    language: body.language ?? 'en',
    inReplyToId: parent?.id,
    quotedStatusId: quoted?.id,
    reblogOfId: undefined,
    mediaIds: media.map(({ id }) => id),
    poll: poll && newPoll(server, poll),
    createdAt: nowMs,
    editedAt: undefined,
    deleted: false,
  }
  ledger.statuses.push(status)
  ledger.events.push({ kind: 'update', status })
  const mentioned = mentionedAccounts(status.text, ledger, origin)
  for (const { id } of mentioned) notify(server, id, account.id, 'mention', status.id)
  if (quoted) notify(server, quoted.accountId, account.id, 'quote', status.id)
  return status
}

/** The media and the poll of a post that may stand. @throws Refusal when the platform would refuse it */
export function checkStatus(
  server: FakeServer,
  account: FakeMastodonAccount,
  body: NewStatusBody,
  edited?: FakeMastodonStatus,
) {
  const media = findMedia(server, account, body.media_ids ?? [], edited)
  checkText(server, body, media)
  return { media, poll: body.poll && checkPoll(body.poll, media) }
}

/** Makes a post say something else, as whole as a new one. @throws Refusal when the platform would refuse it */
export function editStatus(server: FakeServer, status: FakeMastodonStatus, body: NewStatusBody): void {
  const account = server.ledger.accounts.find(({ id }) => id === status.accountId) as FakeMastodonAccount
  const { media, poll } = checkStatus(server, account, body, status)
  status.text = body.status ?? ''
  status.spoilerText = body.spoiler_text ?? ''
  status.sensitive = body.sensitive === true || Boolean(body.spoiler_text)
  status.language = body.language ?? status.language
  status.mediaIds = media.map(({ id }) => id)
  status.poll = poll && newPoll(server, poll)
  status.editedAt = server.tools.clock.now()
  server.ledger.events.push({ kind: 'status.update', status })
}

function newPoll({ tools }: FakeServer, poll: ReturnType<typeof checkPoll>): FakeMastodonPoll {
  const { options, multiple, seconds } = poll
  return { id: nextId(tools), options, multiple, expiresAt: tools.clock.now() + seconds * 1000 }
}

/** Tells an account what somebody did, unless it is that somebody or does not want to hear of them. */
export function notify(server: FakeServer, accountId: string, fromId: string, type: string, statusId?: string): void {
  const { ledger, tools } = server
  if (accountId === fromId || isShunned(accountId, fromId, ledger) || ledger.mutes.has(pair(accountId, fromId))) return
  const notification = { id: nextId(tools), accountId, fromId, type, statusId, createdAt: tools.clock.now() }
  ledger.notifications.push(notification)
  ledger.events.push({ kind: 'notification', notification })
}

const invalid = (problem: string) => new Refusal(422, `Validation failed: ${problem}`)

function findMedia(
  { ledger, tools, settings }: FakeServer,
  account: FakeMastodonAccount,
  ids: readonly string[],
  edited: FakeMastodonStatus | undefined,
): FakeMastodonMedia[] {
  if (ids.length > settings.maxMedia) throw new Refusal(422, `Cannot attach more than ${settings.maxMedia} files`)
  const media = ids.map((id) => {
    const found = ledger.media.find((candidate) => candidate.id === id && candidate.accountId === account.id)
    const isAttached = ledger.statuses.some((status) => status !== edited && status.mediaIds.includes(id))
    if (!found || isAttached) throw new Refusal(422, `Media ${id} not found or already attached to another post`)
    return found
  })
  if (media.some(({ readyAt }) => tools.clock.now() < readyAt)) {
    throw new Refusal(422, 'Cannot attach files that have not finished processing. Try again in a moment!')
  }
  if (media.length > 1 && media.some(({ mimeType }) => !mimeType.startsWith('image/'))) {
    throw new Refusal(422, 'Cannot attach a video to a post that already contains images')
  }
  return media
}

function checkText({ settings }: FakeServer, body: NewStatusBody, media: readonly FakeMastodonMedia[]): void {
  const text = body.status ?? ''
  const warning = body.spoiler_text ?? ''
  if (text.trim() === '' && media.length === 0 && !body.poll) {
    throw settings.software === 'gotosocial'
      ? new Refusal(400, 'Bad Request: status contains no text, media or poll')
      : invalid("Text can't be blank")
  }
  if (settings.software === 'gotosocial') {
    if ([...(warning + text)].length <= settings.maxCharacters) return
    throw new Refusal(400, `Bad Request: text with spoiler exceed max chars (${settings.maxCharacters})`)
  }
  if (countCharacters(text, warning, settings.charactersReservedPerUrl) > settings.maxCharacters) {
    throw invalid(`Text character limit of ${settings.maxCharacters} exceeded`)
  }
}

function checkPoll(poll: NonNullable<NewStatusBody['poll']>, media: readonly FakeMastodonMedia[]) {
  const { options = [], expires_in: seconds = 0, multiple = false } = poll
  if (media.length > 0) throw invalid('Polls cannot be combined with media attachments')
  if (options.length < 2) throw invalid('Options must be more than one item')
  if (options.length > 4) throw invalid("Options can't contain more than 4 items")
  if (options.some((option) => [...option].length > 50)) {
    throw invalid("Options can't be longer than 50 characters each")
  }
  if (seconds < 300) throw invalid('Expires at is too soon')
  if (seconds > 2_629_746) throw invalid('Expires at is too far into the future')
  return { options, seconds, multiple }
}
