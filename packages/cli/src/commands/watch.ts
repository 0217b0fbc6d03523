import {
  InvalidInputError,
  type StreamItem,
  type StreamTopic,
  type SubscribingChannel,
  TuttiError,
  type UnknownChannel,
} from '@tutti/model'
import type { Command } from 'commander'
import { type Session, withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts'
import { collectValues, wholeNumber } from '../option-values.ts'
import { inertLine } from '../output/inert.ts'
import type { Run } from '../program.ts'
import { createReferenceMemory } from '../references/reference-memory.ts'
import { judgeOf } from '../watch/judge.ts'
import { pollInteractions } from '../watch/poll-interactions.ts'
import { readTopic } from '../watch/read-topic.ts'
import { showItem } from '../watch/show-item.ts'

interface WatchOptions {
  readonly channel?: readonly string[] | undefined
  readonly topic: string
  readonly moderate?: boolean | undefined
  readonly every: number
  readonly limit?: number | undefined
}

/** `tutti watch`: tells what happens, as it happens, until Ctrl-C. */
export function addWatch(program: Command, run: Run): void {
  program
    .command('watch')
    .description('tell what people do as it happens, until Ctrl-C')
    .option('--channel <channel>', 'on this channel only; again for more', collectValues)
    .option('--topic <topic>', 'interactions, home, public, or a hashtag such as #cake', 'interactions')
    .option(
      '--moderate',
      'let the rules of the configuration act on what is there and on what comes in, and say what they did',
    )
    .option('--every <seconds>', 'how often to look where a platform has no stream', wholeNumber, 60)
    .option('--limit <count>', 'end after so many', wholeNumber)
    .action((options: WatchOptions, command: Command) => run(command, (context) => watch(context, options)))
}

async function watch(
  context: Context,
  { channel, topic: named, moderate = false, every, limit }: WatchOptions,
): Promise<ExitCode> {
  const { output, surroundings } = context
  const topic = readTopic(named)
  if (moderate && topic.kind !== 'interactions') {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: '--moderate goes with the topic interactions: only what is written towards the account can be hidden',
      path: 'moderate',
    })
  }
  return withSession(context, async (session) => {
    const memory = createReferenceMemory(session.store)
    const enough = new AbortController()
    const signal = AbortSignal.any([surroundings.signal, enough.signal])
    const judge = moderate ? judgeOf(session, output, signal) : undefined
    let told = 0
    const tell = async (id: string, item: StreamItem): Promise<void> => {
      const ref = item.kind === 'interaction' ? item.interaction.ref : item.kind === 'post' ? item.post.ref : undefined
      const [shortId] = ref === undefined ? [] : await memory.remember([{ channel: id, ref }])
      if (signal.aborted) return
      showItem(output, id, item, shortId)
      if (item.kind === 'interaction') await judge?.({ interactions: [item.interaction] })
      told += 1
      if (told === limit) enough.abort()
    }
    const follow = async (id: string): Promise<ExitCode> => {
      try {
        for await (const item of await listen(session, id, topic, { everyMs: every * 1000, signal }))
          await tell(id, item)
        return exitCodes.ok
      } catch (error) {
        if (signal.aborted) return exitCodes.ok
        if (!TuttiError.isInstance(error)) throw error
        output.jsonLine({ kind: 'error', channel: id, error: error.toJSON() })
        output.note(`${inertLine(id)}: ${error.message}. ${error.advice}`)
        return exitCodeOf(error)
      }
    }
    const ids = await session.listChannels(channel)
    if (limit === undefined) output.note(`Watching ${ids.map(inertLine).join(', ')}. End with Ctrl-C.`)
    await judge?.({ channels: ids })
    const ended = await Promise.all(ids.map(follow))
    return ended.find((exitCode) => exitCode !== exitCodes.ok) ?? exitCodes.ok
  })
}

function isSubscribing(channel: UnknownChannel): channel is UnknownChannel & SubscribingChannel {
  return channel.supports('subscribe')
}

/** By the platform's stream where it has one; by looking again and again where it has not. */
async function listen(
  session: Session,
  id: string,
  topic: StreamTopic,
  options: { readonly everyMs: number; readonly signal: AbortSignal },
): Promise<AsyncIterable<StreamItem>> {
  const channel = await session.openChannel(id)
  if (isSubscribing(channel)) return channel.subscribe({ topic }, { signal: options.signal })
  if (topic.kind !== 'interactions') throw session.unsupported(channel, 'subscribe')
  if (!channel.supports('listInteractions')) throw session.unsupported(channel, 'listInteractions')
  return pollInteractions(channel, session.clock, options)
}
