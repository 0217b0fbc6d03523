import { randomUUID } from 'node:crypto'

/** Texts that stand nowhere yet: one per part. */
export const makeTexts = (partCount: number): readonly string[] =>
  Array.from({ length: partCount }, (_, index) => `part ${index} of ${randomUUID()}`)
