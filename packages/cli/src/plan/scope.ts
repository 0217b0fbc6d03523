import { InvalidInputError } from '@tutti/model'
import type { PauseScope } from './scheduler.ts'

/** The options that say what is paused. */
export interface ScopeOptions {
  readonly channel?: string | undefined
  readonly campaign?: string | undefined
  readonly everything?: boolean | undefined
}

/** @throws InvalidInputError `invalid-input` unless exactly one is given */
export function readScope({ channel, campaign, everything }: ScopeOptions): PauseScope {
  const scopes: PauseScope[] = []
  if (channel !== undefined) scopes.push({ channel })
  if (campaign !== undefined) scopes.push({ campaign })
  if (everything) scopes.push({ everything })
  const [scope, another] = scopes
  if (scope !== undefined && another === undefined) return scope
  throw new InvalidInputError({
    code: 'invalid-input',
    message: 'give one of --channel <channel>, --campaign <name> and --everything',
    path: 'scope',
  })
}

/** A scope in words. */
export function scopeInWords(scope: PauseScope): string {
  if ('channel' in scope) return `channel ${scope.channel}`
  return 'campaign' in scope ? `campaign ${scope.campaign}` : 'everything'
}
