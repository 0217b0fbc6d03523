import { type Adapter, operationNames } from '@tutti/model'
import type { FoundAdapter } from './find-adapters.ts'
import { row } from './markdown.ts'

function describeText({ limits }: Adapter): string {
  return limits.text.map(({ maximum, unit }) => `${maximum} ${unit}`).join(', ')
}

function describeMedia({ limits }: Adapter): string {
  return Object.entries(limits.media)
    .map(([kind, limit]) => `${limit?.maxCount} ${kind}`)
    .join(', ')
}

function describeBuckets({ buckets }: Adapter): string {
  return Object.entries(buckets)
    .map(
      ([name, { windows, per }]) =>
        `${name} ${windows.map(({ budget, windowMs }) => `${budget}/${windowMs / 60_000} min`).join(' and ')} per ${per}`,
    )
    .join('; ')
}

/** The matrix as Markdown. */
export function renderMatrix(adapters: readonly FoundAdapter[]): string {
  const used = operationNames.filter((name) => adapters.some(({ adapter }) => adapter.operations[name]))
  const facts: [label: string, read: (found: FoundAdapter) => string][] = [
    ['text', ({ adapter }) => describeText(adapter)],
    ['media', ({ adapter }) => describeMedia(adapter)],
    ['fields', ({ adapter }) => adapter.limits.fields.join(', ')],
    ['visibility', ({ adapter }) => adapter.limits.visibilities.join(', ')],
    ['limits', ({ adapter }) => describeBuckets(adapter)],
    ['against doubles, best first', ({ adapter }) => adapter.guarantees.publish.map(({ kind }) => kind).join(', ')],
    [
      'proved by',
      ({ folder, evidence }) =>
        Object.entries(evidence)
          .map(([kind, file]) => `[${kind}](${folder}/${file})`)
          .join(', '),
    ],
  ]
  return [
    row(['', ...adapters.map(({ adapter, folder }) => `[${adapter.displayName}](${folder}/README.md)`)]),
    row(['---', ...adapters.map(() => '---')]),
    ...used.map((name) =>
      row([`\`${name}\``, ...adapters.map(({ adapter }) => (adapter.operations[name] ? '✓' : '–'))]),
    ),
    ...facts.map(([label, read]) => row([`**${label}**`, ...adapters.map(read)])),
    '',
    'Limits are those declared; a server’s own, read at run time, win over them.',
    '',
  ].join('\n')
}
