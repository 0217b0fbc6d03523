import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findShared, needsShared } from '../../../../tools/shared-folder.ts'
import {
  isAtIdentifier,
  isAtUri,
  isCid,
  isDatetime,
  isDid,
  isHandle,
  isLanguage,
  isNsid,
  isRecordKey,
  isTid,
  isUri,
} from '../src/index.ts'

// Of dates and languages there are a third kind of file: the form is right, the meaning is not.
const validators: readonly [format: string, isValid: (text: string) => boolean, invalidFiles?: readonly string[]][] = [
  ['atidentifier', isAtIdentifier],
  ['aturi', isAtUri],
  ['cid', isCid],
  ['datetime', isDatetime, ['datetime_syntax_invalid', 'datetime_parse_invalid']],
  ['did', isDid],
  ['handle', isHandle],
  ['language', isLanguage, ['language_syntax_invalid', 'language_parse_invalid']],
  ['nsid', isNsid],
  ['recordkey', isRecordKey],
  ['tid', isTid],
  ['uri', isUri],
]

/** The lines of one of the published files; `undefined` where they are not there. */
function readLines(name: string): readonly string[] | undefined {
  const path = findShared('vectors', 'atproto', 'syntax', `${name}.txt`)
  const lines = path === undefined ? undefined : readFileSync(path, 'utf8').split('\n')
  return lines?.filter((line) => line !== '' && !line.startsWith('# ') && line !== '#')
}

describe.each(validators)(
  'the published %s vectors',
  (format, isValid, invalidFiles = [`${format}_syntax_invalid`]) => {
    const cases = [
      { name: `${format}_syntax_valid`, expected: true },
      ...invalidFiles.map((name) => ({ name, expected: false })),
    ].map((file) => ({ ...file, lines: readLines(file.name) }))

    for (const { name, expected, lines } of cases) {
      if (lines === undefined) test.skip(`every line of ${name} (${needsShared})`, () => {})
      else
        test.each(lines.map((line) => ({ line })))(`${name}: $line`, ({ line }) => expect(isValid(line)).toBe(expected))
    }
  },
)

// The published lines do not reach these.
describe('the forms of the protocol', () => {
  test.each<[string, (text: string) => boolean, string[], string[]]>([
    [
      'datetimes',
      isDatetime,
      ['2024-02-29T00:00:00Z'],
      ['2023-02-29T00:00:00Z', '2026-11-25T23:59:60Z', '2026-11-25T00:00:00+24:00', ''],
    ],
    [
      'languages',
      isLanguage,
      ['en', 'de-1996', 'zh-cmn-Hans-CN', 'x-whatever'],
      ['', 'en-', 'en--US', 'EN', 'en-x', 'deutsch'],
    ],
    ['NSIDs', isNsid, ['a.b.c'], ['', '4a.b.c', 'a.b.4c', 'a.b.c-d', `a.${'b'.repeat(64)}.c`]],
    ['CIDs', isCid, ['bafkreigh'], ['', 'bafy', 'b'.repeat(257)]],
    ['URIs', isUri, ['HTTPS://bakery.example'], ['https://bakery.example/käse', 'a b:c', '']],
    ['DIDs', isDid, [`did:web:${'a'.repeat(2040)}`], [`did:web:${'a'.repeat(2041)}`, '']],
  ])('of %s hold at their edges', (_, isValid, valid, invalid) => {
    expect(valid.filter((text) => !isValid(text))).toEqual([])
    expect(invalid.filter(isValid)).toEqual([])
  })

  test('are told of any text without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        for (const [, isValid] of validators) expect(isValid(text)).toBeTypeOf('boolean')
      }),
      { numRuns: 200 },
    )
  })
})
