import type { PostField, PreparedPart, Visibility } from '@tutti/model'
import { describe, expect, test } from 'vitest'
import type { StandingPost } from '../../platform/platform-under-test.ts'
import type { Harness } from './harness.ts'
import { addImage, makeOutgoing, makePart, publish, uniqueText } from './outgoing.ts'

const url = 'https://shop.example/cakes'

type FieldCheck = (harness: Harness) => Promise<void>

/** Publishes a part with more than a text. @returns it as it stands */
async function send(harness: Harness, more: Partial<PreparedPart>): Promise<StandingPost> {
  const ref = await publish(harness, makeOutgoing(harness, makePart(harness, uniqueText(), more)))
  return standing(harness, ref.id)
}

async function standing(harness: Harness, id: string): Promise<StandingPost> {
  const posts = await harness.options.platform.standingPosts()
  const post = posts.find((candidate) => candidate.id === id)
  if (!post) throw new Error(`the post ${id} does not stand`)
  return post
}

const checks: Readonly<Record<PostField, FieldCheck>> = {
  async title(harness) {
    expect(await send(harness, { title: 'A title' })).toMatchObject({ title: 'A title' })
  },
  async media(harness) {
    const { media: limits } = harness.description.limits
    expect(Object.keys(limits), 'the kit knows how to make images').toContain('image')
    const alts = ['A grey square', 'Ein „dunkles“ Quadrat 🟫'].slice(0, limits.image?.maxCount)
    const media = alts.map((alt, index) => addImage(harness, alt, 40 * (index + 1)))
    const post = await send(harness, { media })
    expect(post.media).toEqual(alts.map((alt) => ({ kind: 'image', alt })))
  },
  async link(harness) {
    const post = await send(harness, { link: { url, title: 'Cakes', description: 'All of them' } })
    expect(post.link).toBe(url)
  },
  async poll(harness) {
    const options = ['Lemon', 'Chocolate']
    const durationMs = harness.description.limits.poll?.minDurationMs ?? 3_600_000
    expect((await send(harness, { poll: { options, durationMs } })).poll).toEqual(options)
  },
  async replyTo(harness) {
    const { platform } = harness.options
    const parent = await platform.seedPost({ by: 'other', text: uniqueText() })
    const outgoing = makeOutgoing(harness, makePart(harness, uniqueText()), { parent, root: parent })
    const first = await publish(harness, outgoing)
    expect((await standing(harness, first.id)).replyTo).toBe(parent.id)
    const next = makeOutgoing(harness, makePart(harness, uniqueText()), { parent: first, root: parent })
    expect((await standing(harness, (await publish(harness, next)).id)).replyTo).toBe(first.id)
  },
  async quote(harness) {
    const quote = await harness.options.platform.seedPost({ by: 'other', text: uniqueText() })
    expect((await send(harness, { quote })).quote).toBe(quote.id)
  },
  async firstComment(harness) {
    // Core sends it as a reply to the post: an adapter that takes it must be able to reply.
    const post = await publish(harness, makeOutgoing(harness, makePart(harness, uniqueText())))
    const comment = makeOutgoing(harness, makePart(harness, uniqueText('a comment')), { parent: post, root: post })
    expect((await standing(harness, (await publish(harness, comment)).id)).replyTo).toBe(post.id)
  },
  async visibility(harness) {
    const { visibilities } = harness.description.limits
    const reached: (Visibility | undefined)[] = []
    for (const visibility of visibilities) reached.push((await send(harness, { visibility })).visibility)
    expect(reached).toEqual(visibilities)
  },
  async languages(harness) {
    const languages = ['it', 'en', 'de'].slice(0, harness.description.limits.maxLanguages)
    expect((await send(harness, { languages })).languages).toEqual(languages)
  },
  async contentWarning(harness) {
    const post = await send(harness, { contentWarning: 'Cake' })
    expect(post.contentWarning).toBe('Cake')
  },
}

/** Every member of a post that the adapter declares truly reaches the platform. */
export function describeFields(harness: Harness): void {
  const { limits } = harness.options.create('https://declaration.test')

  test('the text reaches the platform as it is', async () => {
    const text = `${uniqueText('“Grüße” from')} 漢字 👩‍👩‍👧‍👦 <b>&amp;</b>\n\nsecond paragraph`
    const ref = await publish(harness, makeOutgoing(harness, makePart(harness, text)))
    expect((await standing(harness, ref.id)).text).toBe(text)
  })

  describe.each(limits.fields)('%s', (field) => {
    test('reaches the platform', () => checks[field](harness))
  })
}
