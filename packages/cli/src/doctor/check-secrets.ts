import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { keyVariable, secretFileName } from '../secrets/secret-file.ts'
import type { Finding } from './finding.ts'

/** Where the secrets beside a configuration stand, and who can read them. */
export function checkSecrets(configPath: string | undefined, env: Readonly<Record<string, string | undefined>>) {
  if (configPath === undefined) return []
  const folder = dirname(configPath)
  const findings: Finding[] = []
  const files = ['.env', secretFileName].map((name) => join(folder, name)).filter((path) => existsSync(path))
  for (const path of files.filter(isOpenToOthers)) {
    findings.push({
      what: 'secrets',
      state: 'warning',
      message: `${path} can be read by other users of this machine`,
      advice: `chmod 600 ${path}`,
    })
  }
  if (existsSync(join(folder, secretFileName))) {
    // They were opened when the configuration was loaded.
    findings.push({ what: 'secrets', state: 'ok', message: `${secretFileName} opens with the key ${keyVariable}` })
  } else if (env[keyVariable] === undefined) {
    findings.push({
      what: 'secrets',
      state: 'warning',
      message: `nothing can be kept encrypted: there is no key ${keyVariable}`,
      advice: '`tutti auth` makes one.',
    })
  }
  return findings
}

/** On Windows the mode says nothing. */
function isOpenToOthers(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0
}
