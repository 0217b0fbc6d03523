import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { rootFolder } from '../tools/workspaces.ts'

// Written in pieces, so that this file does not name what it forbids.
const registryHosts = [['registry', 'npmjs', 'org'].join('.'), ['registry', 'yarnpkg', 'com'].join('.')]
const foldersOfThisMachine = [rootFolder, join(dirname(rootFolder), 'shared'), homedir()].map((folder) => `${folder}/`)

const committedFiles = () =>
  execFileSync('git', ['ls-files', '-z'], { cwd: rootFolder, encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(rootFolder, path)))

it('no committed file names a registry host or an absolute path of this machine', () => {
  const offenders = committedFiles().flatMap((path) => {
    const text = readFileSync(join(rootFolder, path), 'utf8')
    return [...registryHosts, ...foldersOfThisMachine]
      .filter((forbidden) => text.includes(forbidden))
      .map((forbidden) => `${path}: ${forbidden}`)
  })
  expect(offenders).toEqual([])
})

it('the lockfile names no address that a package came from', () => {
  const lock = JSON.parse(readFileSync(join(rootFolder, 'package-lock.json'), 'utf8'))
  const addresses = Object.values<{ resolved?: string }>(lock.packages).map((entry) => entry.resolved ?? '')
  expect(addresses.filter((address) => /^[a-z+]+:/.test(address))).toEqual([])
})
