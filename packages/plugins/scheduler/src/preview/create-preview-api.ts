import type { PreparedPost } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import { readPreviewRange } from '../calendar/inputs.ts'
import type { Pauses } from '../pause/pauses.ts'
import { showLocalTime } from '../time/wall-time.ts'
import { createNeighbours, type Neighbours } from './neighbours.ts'
import { noteOnTime, notesOnState } from './notes.ts'
import { type PlannedPost, readPlanned } from './planned-post.ts'
import type {
  CalendarPreview,
  ChannelForecast,
  ChannelPreview,
  PostPreview,
  PreviewApi,
  PreviewNote,
} from './preview-api.ts'
import { createSendTimes, type SendTimes } from './send-times.ts'

/** These neither go out again nor take anything from a limit. */
const overStates: readonly string[] = ['firing', 'fired', 'missed', 'waiting']

/** The method that looks ahead. */
export function createPreviewApi(calendar: Calendar, pauses: Pauses): PreviewApi {
  const { host, options } = calendar

  const previewChannel = async (
    post: PlannedPost,
    prepared: PreparedPost,
    sendTimes: SendTimes,
    neighbours: Neighbours,
  ): Promise<ChannelPreview> => {
    const { time, state } = post
    const { channel, parts, issues } = prepared
    const notes: PreviewNote[] = [
      ...neighbours.noteOn(channel, time.at, post.id),
      ...(await notesOnState(post, prepared, pauses)),
    ]
    const isHeld = notes.some(({ code }) => code === 'held')
    const expectedAt = isHeld || overStates.includes(state) ? time.at : await sendTimes.expect(prepared, time.at)
    if (expectedAt > Math.max(time.at, sendTimes.startedAt)) notes.push(limited(expectedAt))
    else if (!(await sendTimes.areLimitsKnown(channel))) notes.push(limitsUnknown)
    const shown = parts.map(({ text, lengths, media }) => ({ text, lengths, mediaCount: media.length }))
    return { parts: shown, issues, notes, expectedAt }
  }

  const limited = (expectedAt: number): PreviewNote => ({
    code: 'limited',
    message: `the platform's limits let it out at ${showLocalTime(expectedAt, options.timeZone)} at the earliest`,
  })

  return {
    async preview(range): Promise<CalendarPreview> {
      const { from, to, timeZone = options.timeZone, channel, campaign } = readPreviewRange(range)
      const sendTimes = createSendTimes(host)
      const neighbours = createNeighbours(options)
      const posts: PostPreview[] = []
      const counts = new Map<string, Count>()
      // What goes out before the range takes from the same limits, and stands near.
      const start = Math.min(from, host.clock.now()) - neighbours.widestGapMs(await channelsOf(calendar))
      for (const post of await readPlanned(calendar, start, to)) {
        const channels: Record<string, ChannelPreview> = {}
        for (const prepared of Object.values(post.preview.channels)) {
          channels[prepared.channel] = await previewChannel(post, prepared, sendTimes, neighbours)
        }
        const { time, campaign: own, preview, ...rest } = post
        const isWanted =
          time.at >= from &&
          !(post.state !== 'foreseen' && overStates.includes(post.state)) &&
          (campaign === undefined || own === campaign) &&
          (channel === undefined || Object.hasOwn(preview.channels, channel))
        if (!isWanted) continue
        const utcTime = new Date(time.at).toISOString().replace('.000', '')
        const localTime = showLocalTime(time.at, timeZone)
        posts.push({ ...rest, ...time, campaign: own, utcTime, localTime, notes: noteOnTime(time), channels })
        for (const [name, one] of Object.entries(channels)) {
          if (channel === undefined || channel === name) count(counts, name, post, one)
        }
      }
      const channels: ChannelForecast[] = []
      for (const [name, { doneAt, ...counted }] of counts) {
        const areLimitsKnown = await sendTimes.areLimitsKnown(name)
        const doneAtLocalTime = doneAt === undefined ? undefined : showLocalTime(doneAt, timeZone)
        channels.push({ channel: name, ...counted, doneAt, doneAtLocalTime, areLimitsKnown })
      }
      return { posts, channels: channels.sort((one, other) => (one.channel < other.channel ? -1 : 1)) }
    },
  }
}

const limitsUnknown: PreviewNote = {
  code: 'limits-unknown',
  message: 'the adapter does not say what its limits are: it may go out later',
}

async function channelsOf({ host }: Calendar): Promise<readonly string[]> {
  const channels: string[] = []
  for await (const channel of host.client.listChannels()) channels.push(channel)
  return channels
}

interface Count {
  postCount: number
  doneAt?: number
  readonly late: { readonly id?: string | undefined; readonly at: number; readonly expectedAt: number }[]
}

/** Counts a post on a channel, unless it is held back. */
function count(
  counts: Map<string, Count>,
  channel: string,
  { id, time }: PlannedPost,
  { expectedAt, notes }: ChannelPreview,
): void {
  const known = counts.get(channel) ?? { postCount: 0, late: [] }
  counts.set(channel, known)
  if (notes.some(({ code }) => code === 'held')) return
  known.postCount += 1
  known.doneAt = Math.max(known.doneAt ?? 0, expectedAt)
  if (notes.some(({ code }) => code === 'limited')) known.late.push({ id, at: time.at, expectedAt })
}
