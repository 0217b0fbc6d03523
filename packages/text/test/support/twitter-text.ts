import { readFileSync } from 'node:fs'
import { describe, test } from 'vitest'
import { parse } from 'yaml'
import { findShared, needsShared } from '../../../../tools/shared-folder.ts'

/** One case of twitter-text's conformance files. */
export interface TwitterTextCase<Expected> {
  readonly description: string
  readonly text: string
  readonly expected: Expected
}

/** One file of the published vectors, by section; `undefined` where they are not there. */
export function readTwitterText(
  file: string,
): Readonly<Record<string, readonly TwitterTextCase<unknown>[]>> | undefined {
  const path = findShared('vectors', 'twitter-text', file)
  return path === undefined ? undefined : parse(readFileSync(path, 'utf8')).tests
}

/** One test for each case of a section; one that is skipped, by name, where the vectors are not there. */
export function describeSection<Expected>(
  file: string,
  section: string,
  check: (text: string, expected: Expected) => void,
): void {
  const cases = readTwitterText(file)?.[section]
  describe(`${file}, ${section}`, () => {
    if (cases === undefined) test.skip(`every case (${needsShared})`, () => {})
    else
      test.each(cases as readonly TwitterTextCase<Expected>[])('$description', ({ text, expected }) => {
        check(text, expected)
      })
  })
}
