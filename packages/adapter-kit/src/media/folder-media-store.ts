import { InvalidInputError, type MediaStore } from '@tutti/model'

/**
 * Keeps bytes as files of one folder, each named by its hash and nothing else. A file appears whole
 * or not at all, also when the process dies while it is written. The folder is made when it is first needed.
 * One folder belongs to one tenant: cleaning up asks that tenant's store alone.
 * @throws InvalidInputError `invalid-options` when the folder is no path
 */
export function folderMediaStore(directory: string): MediaStore {
  if (typeof directory !== 'string' || directory === '' || directory.includes('\0')) {
    const message = 'folderMediaStore: directory must be the path of a folder'
    throw new InvalidInputError({ code: 'invalid-options', message, path: 'directory' })
  }
  const files = () => import('./folder-files.ts')
  return {
    durable: true,
    async put(sha256, bytes) {
      await (await files()).writeWhole(directory, checkName(sha256), bytes)
    },
    async open(sha256, range) {
      return (await files()).openIfPresent(directory, checkName(sha256), range)
    },
    async delete(sha256, options) {
      return (await files()).removeIfPresent(directory, checkName(sha256), options?.storedBefore)
    },
    async *list() {
      for await (const { name, byteLength, storedAt } of (await files()).listWhole(directory)) {
        if (hashPattern.test(name)) {
          yield { sha256: name, byteLength, storedAt }
        }
      }
    },
  }
}

const hashPattern = /^[0-9a-f]{64}$/

function checkName(sha256: string): string {
  if (!hashPattern.test(sha256)) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: 'sha256 is not 64 hexadecimal digits',
      path: 'sha256',
    })
  }
  return sha256
}
