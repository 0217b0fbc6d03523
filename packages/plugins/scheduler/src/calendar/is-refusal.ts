import { InvalidInputError, MediaError, PluginError } from '@tutti/model'

/** What will be refused again as long as nobody changes it; anything else may be tried again. */
export function isRefusal(error: unknown): error is InvalidInputError | MediaError | PluginError {
  return InvalidInputError.isInstance(error) || MediaError.isInstance(error) || PluginError.isInstance(error)
}
