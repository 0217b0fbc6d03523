import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Specs and recordings lie beside the repository where CI runs, and are no part of it. */
const folder = new URL('../../../../../../shared/', import.meta.url)

/** Whether the folder is there. */
export const hasSharedFolder = existsSync(folder)

/** Why a test is skipped elsewhere. */
export const needsSharedFolder = 'needs ../shared beside the repository'

/** A JSON file of it. */
export function readShared(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, folder), 'utf8'))
}

/** The names in one of its folders. */
export function listShared(path: string): readonly string[] {
  return hasSharedFolder ? readdirSync(new URL(path, folder)).sort() : []
}
