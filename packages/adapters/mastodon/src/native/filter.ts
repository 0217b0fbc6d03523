import { asArray, asBoolean, asInstantMs, asObject, asString } from '@tutti/adapter-kit'
import type { RawEnum } from '@tutti/model'

/** Where a filter looks. */
export type MastodonFilterContext = 'home' | 'notifications' | 'public' | 'thread' | 'account'

/** What happens to a post that a filter catches: shown behind a warning, not shown, or with its media blurred. */
export type MastodonFilterAction = 'warn' | 'hide' | 'blur'

/** Words that the account does not want to see. The server holds them against every post that it answers. */
export interface MastodonFilter {
  readonly id: string
  readonly title: string
  readonly contexts: readonly RawEnum<MastodonFilterContext>[]
  readonly action: RawEnum<MastodonFilterAction>
  readonly keywords: readonly { readonly keyword: string; readonly wholeWord?: boolean | undefined }[]
  /** Epoch milliseconds; never when absent. */
  readonly expiresAt?: number | undefined
  /** The platform's answer, untouched. */
  readonly raw: unknown
}

/** Every context there is. */
export const filterContexts = ['home', 'notifications', 'public', 'thread', 'account'] as const
/** Every action there is; `blur` since Mastodon 4.4. */
export const filterActions = ['warn', 'hide', 'blur'] as const

const rawEnum = <Word extends string>(known: readonly Word[], raw: string): RawEnum<Word> => ({
  unified: known.find((word) => word === raw) ?? 'other',
  raw,
})

/** Reads a Filter; `undefined` when there is none to read. */
export function readFilter(value: unknown): MastodonFilter | undefined {
  const filter = asObject(value)
  const id = asString(filter?.id)
  if (!filter || !id) return undefined
  return {
    id,
    title: asString(filter.title) ?? '',
    contexts: asArray(filter.context).flatMap((raw) => (typeof raw === 'string' ? rawEnum(filterContexts, raw) : [])),
    action: rawEnum(filterActions, asString(filter.filter_action) ?? 'warn'),
    keywords: asArray(filter.keywords).flatMap((item) => {
      const keyword = asString(asObject(item)?.keyword)
      return keyword ? { keyword, wholeWord: asBoolean(asObject(item)?.whole_word) } : []
    }),
    expiresAt: asInstantMs(filter.expires_at),
    raw: value,
  }
}
