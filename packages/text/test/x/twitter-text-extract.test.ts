import { expect } from 'vitest'
import { findXEntities, findXReply, findXUrls, type XEntity } from '../../src/x/index.ts'
import { describeSection } from '../support/twitter-text.ts'

type Indices = [start: number, end: number]

/** The entities of one kind, as X turns them into links: without those inside of others. */
function entitiesOf<Kind extends XEntity['kind']>(text: string, kind: Kind) {
  return findXEntities(text).filter((entity): entity is Extract<XEntity, { kind: Kind }> => entity.kind === kind)
}

const indicesOf = ({ codePointStart, codePointEnd }: XEntity): Indices => [codePointStart, codePointEnd]

function checkUrls(text: string, expected: string[]): void {
  expect(findXUrls(text).map((url) => url.text)).toEqual(expected)
  expect(entitiesOf(text, 'url').map((url) => url.text)).toEqual(expected)
}

function checkUrlsWithIndices(text: string, expected: { url: string; indices: Indices }[]): void {
  expect(findXUrls(text).map((entity) => ({ url: entity.text, indices: indicesOf(entity) }))).toEqual(expected)
}

function checkHashtags(text: string, expected: string[]): void {
  expect(entitiesOf(text, 'hashtag').map(({ tag }) => tag)).toEqual(expected)
}

describeSection<string[]>('extract.yml', 'mentions', (text, expected) => {
  expect(entitiesOf(text, 'mention').map(({ name }) => name)).toEqual(expected)
})

describeSection<unknown[]>('extract.yml', 'mentions_with_indices', (text, expected) => {
  const found = entitiesOf(text, 'mention').map((entity) => ({ screen_name: entity.name, indices: indicesOf(entity) }))
  expect(found).toEqual(expected)
})

describeSection<unknown[]>('extract.yml', 'mentions_or_lists_with_indices', (text, expected) => {
  const found = entitiesOf(text, 'mention').map((entity) => ({
    screen_name: entity.name,
    list_slug: entity.list === undefined ? '' : `/${entity.list}`,
    indices: indicesOf(entity),
  }))
  expect(found).toEqual(expected)
})

describeSection<string | null>('extract.yml', 'replies', (text, expected) => {
  expect(findXReply(text) ?? null).toBe(expected)
})

describeSection('extract.yml', 'urls', checkUrls)
describeSection('extract.yml', 'urls_with_indices', checkUrlsWithIndices)
describeSection('extract.yml', 'urls_with_directional_markers', checkUrlsWithIndices)
describeSection('extract.yml', 'tco_urls_with_params', checkUrls)

describeSection('extract.yml', 'hashtags', checkHashtags)
describeSection('extract.yml', 'hashtags_from_astral', checkHashtags)
describeSection<unknown[]>('extract.yml', 'hashtags_with_indices', (text, expected) => {
  const found = entitiesOf(text, 'hashtag').map((entity) => ({ hashtag: entity.tag, indices: indicesOf(entity) }))
  expect(found).toEqual(expected)
})

describeSection<string[]>('extract.yml', 'cashtags', (text, expected) => {
  expect(entitiesOf(text, 'cashtag').map(({ symbol }) => symbol)).toEqual(expected)
})
describeSection<unknown[]>('extract.yml', 'cashtags_with_indices', (text, expected) => {
  const found = entitiesOf(text, 'cashtag').map((entity) => ({ cashtag: entity.symbol, indices: indicesOf(entity) }))
  expect(found).toEqual(expected)
})

// The lists of existing top-level domains are published as cases too: one for each.
describeSection('tlds.yml', 'country', checkUrls)
describeSection('tlds.yml', 'generic', checkUrls)
