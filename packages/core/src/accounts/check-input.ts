import { InvalidInputError, operationNames } from '@tutti/model'
import { checkMembers } from '../client/check-options.ts'

/**
 * @throws InvalidInputError `invalid-input` with the place
 */
export function checkAuthorizeInput(input: unknown): void {
  checkMembers(input, 'input', {
    channel: isText,
    redirectUri: (value, path) => expect(typeof value === 'string' && URL.canParse(value), path, 'a whole address'),
    scopes: isListOfTexts,
    operations: (value, path) =>
      expect(
        Array.isArray(value) && value.every((name) => operationNames.includes(name)),
        path,
        'a list of operation names',
      ),
    account: isText,
  })
  const { channel, redirectUri } = input as { channel?: unknown; redirectUri?: unknown }
  isText(channel, 'input.channel')
  isText(redirectUri, 'input.redirectUri')
}

/**
 * The state in the address that a person came back to.
 * @throws InvalidInputError `invalid-input` when it is no address with a state; the address is not echoed
 */
export function readState(input: unknown): { readonly state: string; readonly callbackUrl: string } {
  const callbackUrl = (input as { callbackUrl?: unknown } | undefined)?.callbackUrl
  const url = typeof callbackUrl === 'string' ? URL.parse(callbackUrl) : null
  const state = url?.searchParams.get('state')
  expect(Boolean(state), 'input.callbackUrl', 'the whole address that the person came back to, with its state')
  return { state: state as string, callbackUrl: callbackUrl as string }
}

function isText(value: unknown, path: string): void {
  expect(typeof value === 'string' && value !== '', path, 'a text that is not empty')
}

function isListOfTexts(value: unknown, path: string): void {
  expect(
    Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== ''),
    path,
    'a list of texts',
  )
}

function expect(fits: boolean, path: string, description: string): void {
  if (!fits) throw new InvalidInputError({ code: 'invalid-input', message: `${path} must be ${description}`, path })
}
