import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Delivery, image } from '@tutti/core'
import { samplePng } from '@tutti/testing/fakes'
import type { DemoClient } from './client.ts'
import type { Narrator } from './narrator.ts'
import type { Platforms } from './platforms.ts'

const text = `We baked something new: a lemon cake with olive oil, made with lemons from Sorrento and oil from our neighbour's trees. It took Nonna eleven tries and the family ate every single one of them, without complaint.

From Saturday you find it in the shop, whole or by the slice, as long as there is some. Come early: the first twenty who say "tutti" get a coffee with it.

The recipe is on our page: https://bakery.example/recipes/lemon-cake-with-olive-oil-and-sea-salt #lemon #cake`

/** Shows what each channel would get, before anything is sent. */
async function showPreview(tutti: DemoClient, narrator: Narrator, folder: string) {
  const picture = join(folder, 'cake.png')
  writeFileSync(picture, samplePng(200, 64))
  const post = tutti.post({
    text,
    media: [image(picture, { alt: 'A lemon cake on a blue plate' })],
    split: { counter: true },
    languages: ['en'],
    labels: { campaign: 'lemon-cake' },
    perChannel: { club: { contentWarning: 'food' } },
  })
  const preview = await tutti.prepare(post)
  narrator.table(
    ['channel', 'platform', 'parts', 'length, by the platform’s own count', 'image', 'remarks'],
    Object.values(preview.channels).map(({ channel, platform, parts, issues }) => [
      channel,
      platform,
      String(parts.length),
      parts.map(({ lengths: [length] }) => `${length?.actual}/${length?.maximum}`).join(' '),
      parts[0]?.media.length ? 'yes' : 'no',
      issues.map(({ message }) => message).join('; ') || 'none',
    ]),
  )
  narrator.say('\nOn Bluesky, with its 300 characters, the text becomes a thread:')
  for (const part of preview.channels.sky.parts) narrator.quote(`${part.text}\n`)
  return preview
}

/** Lets the third platform misbehave: busy at first, then it publishes and hangs up without an answer. */
function makeTrouble({ flaky }: Platforms): void {
  flaky.platform.faults.add(
    { kind: 'error', committed: false, status: 429, headers: { 'retry-after': '2' } },
    { on: 'commit' },
  )
  flaky.platform.faults.add({ kind: 'reset', committed: true }, { on: 'commit' })
}

/** Tells every turn of the deliveries as it happens. */
function tellDeliveries(tutti: DemoClient, narrator: Narrator): () => void {
  const last = new Map<string, string>()
  const undo = [
    tutti.on('rate-limit.hit', ({ channel, retryAfterMs }) => {
      narrator.happens(
        `${channel} is busy (429): waiting ${(retryAfterMs / 1000).toFixed(1)} s, as it asks. Nothing was sent.`,
      )
    }),
    tutti.on('reconciliation.started', ({ channel, part }) => {
      narrator.happens(
        `${channel} hung up before answering. Is part ${part + 1} published or not? Sending again might double it: reading back …`,
      )
    }),
    tutti.on('delivery.changed', ({ delivery }) => {
      const told = delivery.parts.map(({ state }) => state).join(', ')
      if (last.get(delivery.channel) === told) return
      last.set(delivery.channel, told)
      narrator.happens(`${delivery.channel}: ${told}`)
    }),
  ]
  return () => {
    for (const stop of undo) stop()
  }
}

function howConfirmed({ parts }: Delivery): string {
  return parts.some(({ confirmedBy }) => confirmedBy === 'read-back')
    ? 'found by reading back'
    : 'answered by the platform'
}

/** Announces the cake on three channels, one of them in trouble. */
export async function announce(tutti: DemoClient, platforms: Platforms, narrator: Narrator, folder: string) {
  narrator.heading('1. One announcement, three channels')
  narrator.say('A long text with a picture. This is what each channel would get; nothing has been sent yet.\n')
  const preview = await showPreview(tutti, narrator, folder)

  narrator.heading('2. Published once, also where the platform misbehaves')
  narrator.say(
    'The server behind “club” will first say it is busy, then publish the post and drop the connection before it answers.\n',
  )
  makeTrouble(platforms)
  const stopTelling = tellDeliveries(tutti, narrator)
  const { deliveries } = await tutti.publish(preview)
  stopTelling()
  narrator.say('')
  narrator.table(
    ['channel', 'state', 'how we know', 'where'],
    Object.values(deliveries).map((delivery) => [
      delivery.channel,
      delivery.state,
      howConfirmed(delivery),
      delivery.parts[0]?.ref?.url ?? delivery.parts[0]?.ref?.id ?? '',
    ]),
  )
  return deliveries
}
