import { readFileSync } from 'node:fs'
import { asObject, asString } from '@tutti/adapter-kit'

/** This package's own package.json: beside `src` and `dist` alike. Read when it is asked for. */
function readManifest(): Readonly<Record<string, unknown>> {
  return asObject(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))) ?? {}
}

/** The version of this package. */
export function readVersion(): string {
  return asString(readManifest().version) ?? ''
}

/**
 * Where an error's code is explained. The one place that says where Tutti's pages are is `homepage` in this package's
 * package.json, an address to which `docs/errors.md` is relative; without it the page is named as in the repository.
 */
export function errorPage(code: string, homepage = asString(readManifest().homepage)): string {
  const page = `docs/errors.md#${code}`
  return homepage === undefined ? `${page} in Tutti’s repository` : new URL(page, homepage).href
}
