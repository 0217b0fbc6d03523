import type { Delivery, PostRef } from '@tutti/core'
import type { DemoClient } from './client.ts'
import type { Narrator } from './narrator.ts'
import type { Platforms } from './platforms.ts'

const question = 'Is there one without nuts for my daughter?'
const spam = 'FREE followers!!! https://cheap.example https://cheaper.example'

function publishedRef(delivery: Delivery): PostRef {
  const ref = delivery.parts[0]?.ref
  if (!ref) throw new Error(`${delivery.channel} has no published post`)
  return ref
}

/** Other people write below the post: a customer and a spammer on Bluesky, a fan on Mastodon. */
function letPeopleWrite({ bluesky, mastodon }: Platforms, sky: PostRef, fedi: PostRef): void {
  bluesky.post('ada.test', question, sky)
  bluesky.post('spammer.test', spam, sky)
  mastodon.post('ben', { status: '@bakery I already smell it', in_reply_to_id: fedi.id })
}

/** Reads what people wrote, answers one, hides one by a rule that says why. */
export async function converse(
  tutti: DemoClient,
  platforms: Platforms,
  narrator: Narrator,
  deliveries: Readonly<Record<'sky' | 'fedi', Delivery>>,
) {
  narrator.heading('4. What people answer')
  letPeopleWrite(platforms, publishedRef(deliveries.sky), publishedRef(deliveries.fedi))
  let answered = 0
  for await (const interaction of tutti.interactions({
    channels: ['sky', 'fedi'],
    kinds: ['reply', 'comment', 'mention'],
  })) {
    narrator.happens(`${interaction.channel}: ${interaction.author.handle} wrote “${interaction.text}”`)
    if (!interaction.text.includes('?')) continue
    await tutti.channel('sky').replyToInteraction({
      interaction: interaction.ref,
      text: 'Yes! There are no nuts in it, and none in our kitchen.',
    })
    answered += 1
    narrator.happens(`${interaction.channel}: answered.`)
  }
  const verdicts = await tutti.moderation.moderate({ channels: ['sky', 'fedi'] })
  for (const { channel, outcome, rule, reason } of verdicts)
    narrator.happens(`${channel}: ${outcome} by the rule “${rule}”: it ${reason}`)
  return { answered, hidden: verdicts.filter(({ outcome }) => outcome === 'hidden').length }
}
