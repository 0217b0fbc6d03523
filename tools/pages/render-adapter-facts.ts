import { type MediaLimit, operationNames, type Sourced } from '@tutti/model'
import type { FoundAdapter } from './find-adapters.ts'
import { inBytes, inWords, row } from './markdown.ts'

const sourceOf = ({ source, checkedAt }: Sourced) => `[${checkedAt}](${source})`

/** The head of an adapter's page: what its declaration says, each number with its source and when somebody looked. */
export function renderAdapterFacts({ adapter, evidence }: FoundAdapter): string {
  return [
    ...renderOperations(adapter),
    ...renderLimits(adapter),
    ...renderBuckets(adapter),
    ...renderGuarantees(adapter),
    '### Evidence',
    '',
    ...Object.entries(evidence).map(([kind, file]) => `- [${kind}](${file})`),
    '',
  ].join('\n')
}

function renderOperations({ operations, native = {}, auth }: FoundAdapter['adapter']): string[] {
  const names = [
    ...operationNames.filter((name) => operations[name] !== undefined),
    ...Object.keys(native).map((name) => `native.${name}`),
  ]
  return [
    '### Operations',
    '',
    `Accounts are connected by ${auth.kind}. What a server lacks is not in \`await channel.describe()\`.`,
    '',
    row(['operation', 'scopes']),
    row(['---', '---']),
    ...names.map((name) => row([`\`${name}\``, (auth.scopes[name] ?? []).map((scope) => `\`${scope}\``).join(', ')])),
    '',
  ]
}

function renderLimits({ limits }: FoundAdapter['adapter']): string[] {
  const poll = limits.poll
  return [
    '### Limits',
    '',
    row(['what', 'at most', 'looked up']),
    row(['---', '---', '---']),
    ...limits.text.map((limit) => row([`text, in ${limit.unit}`, String(limit.maximum), sourceOf(limit)])),
    ...Object.entries(limits.media).map(([kind, limit]) => row([kind, describeMedia(limit), sourceOf(limit)])),
    ...(poll === undefined
      ? []
      : [
          row([
            'poll',
            `${poll.maxOptions} options of ${poll.maxOptionGraphemes} graphemes, ${inWords(poll.maxDurationMs)}`,
            sourceOf(poll),
          ]),
        ]),
    '',
  ]
}

function describeMedia(limit: MediaLimit): string {
  const { maxCount, maxBytes, maxDurationMs, mimeTypes } = limit
  return [
    String(maxCount),
    ...(maxBytes === undefined ? [] : [inBytes(maxBytes)]),
    ...(maxDurationMs === undefined ? [] : [inWords(maxDurationMs)]),
    ...(mimeTypes === undefined ? [] : [mimeTypes.join(' ')]),
  ].join(', ')
}

function renderBuckets({ buckets }: FoundAdapter['adapter']): string[] {
  return [
    '### Rate limits',
    '',
    row(['bucket', 'budget', 'per', 'looked up']),
    row(['---', '---', '---', '---']),
    ...Object.entries(buckets).map(([name, bucket]) =>
      row([
        `\`${name}\``,
        bucket.windows.map(({ budget, windowMs }) => `${budget} in ${inWords(windowMs)}`).join(', '),
        bucket.per,
        sourceOf(bucket),
      ]),
    ),
    '',
  ]
}

function renderGuarantees({ guarantees }: FoundAdapter['adapter']): string[] {
  const { publish, lateCommitMs, consistencyMs } = guarantees
  const kinds = publish.map((guarantee) =>
    guarantee.kind === 'key' ? `\`key\` for ${inWords(guarantee.honouredForMs)}` : `\`${guarantee.kind}\``,
  )
  return [
    '### Against doubles',
    '',
    `Best first: ${kinds.join(', ')}. A lost answer may still be committed within ${inWords(lateCommitMs)}; a post may be`,
    `invisible for ${inWords(consistencyMs)} (looked up ${sourceOf(guarantees)}).`,
    '',
  ]
}
