import { asString } from '@tutti/adapter-kit'
import type {
  Acknowledged,
  InteractionRef,
  OperationContext,
  ReportReason,
  StableOperationVocabulary,
} from '@tutti/model'
import { InvalidInputError, RejectedError } from '@tutti/model'
import { countGraphemes, countUtf8Bytes } from '@tutti/text'
import { parseAtUri } from '../protocol/at-uri.ts'
import { getRecord } from '../protocol/records.ts'
import { procedure } from '../protocol/xrpc.ts'
import type { Raw } from '../read/members-of.ts'
import { readRefFacts } from '../read/ref.ts'

type ReportInput = Parameters<StableOperationVocabulary['reportInteraction']>[0]

/** The reasons that every server knows. Source: lexicon com.atproto.moderation.defs, read 2026-11-25. */
const reasonTypes: Readonly<Record<ReportReason, string>> = {
  spam: 'reasonSpam',
  harassment: 'reasonRude',
  sexual: 'reasonSexual',
  misleading: 'reasonMisleading',
  illegal: 'reasonViolation',
  other: 'reasonOther',
}

/** Source: lexicon com.atproto.moderation.createReport, read 2026-11-25. */
const maxGraphemes = 2000
const maxBytes = 20_000

/**
 * Reports a reply, a quote, a follow or a message to the moderators that the account's server works with.
 * @throws InvalidInputError `invalid-input`, `text-too-long`; RejectedError `not-found`
 */
export async function reportInteraction(input: ReportInput, context: OperationContext): Promise<Acknowledged> {
  const { interaction, reason, comment } = input
  if (comment !== undefined && (countGraphemes(comment) > maxGraphemes || countUtf8Bytes(comment) > maxBytes)) {
    throw new InvalidInputError({
      code: 'text-too-long',
      message: `Bluesky: the comment of a report has up to ${maxGraphemes} graphemes and ${maxBytes} bytes`,
      path: 'comment',
    })
  }
  const answer = await procedure(context, 'com.atproto.moderation.createReport', {
    reasonType: `com.atproto.moderation.defs#${reasonTypes[reason]}`,
    ...(comment === undefined ? {} : { reason: comment }),
    subject: await makeSubject(interaction, context),
  })
  return { warnings: [], raw: answer.body }
}

async function makeSubject(interaction: InteractionRef, context: OperationContext): Promise<Raw> {
  const { convoId, messageId, did } = interaction.facts ?? {}
  if (asString(messageId)) return { $type: 'chat.bsky.convo.defs#messageRef', did, convoId, messageId }
  if (!parseAtUri(interaction.id)) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: 'interaction names no record of Bluesky',
      path: 'interaction.id',
      advice: 'Hand back a ref that this channel has returned.',
    })
  }
  const cid = readRefFacts(interaction).cid ?? (await getRecord(context, interaction.id))?.cid
  if (cid !== undefined) return { $type: 'com.atproto.repo.strongRef', uri: interaction.id, cid }
  throw new RejectedError({ code: 'not-found', message: `${interaction.id} does not exist`, outcome: 'rejected' })
}
