import { readdirSync, readFileSync } from 'node:fs'
import { findShared, needsShared } from '../../../../../tools/shared-folder.ts'

/** Whether the folder of specifications and recordings is there. */
export const hasSharedFolder = findShared() !== undefined

/** Why a test is skipped elsewhere. */
export const needsSharedFolder = needsShared

/** A JSON file of it. */
export function readShared(path: string): unknown {
  return JSON.parse(readFileSync(findShared(path) ?? path, 'utf8'))
}

/** The names in one of its folders. */
export function listShared(path: string): readonly string[] {
  const folder = findShared(path)
  return folder === undefined ? [] : readdirSync(folder).sort()
}
