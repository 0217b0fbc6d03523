import { parseOptions, type Schema } from '@tutti/core'
import {
  definePlugin,
  type Interaction,
  InvalidInputError,
  interactionReceived,
  type PluginHost,
  pluginRef,
  UnsupportedOperationError,
} from '@tutti/model'
import * as z from 'zod/mini'
import { type DryRun, tryRules } from './dry-run.ts'
import { type Judgement, judge } from './judge.ts'
import { judgedKinds, type ModerateContext, moderateOne } from './moderate.ts'
import { noteShown, noteUnhiding } from './note-unhiding.ts'
import { createRecords, type Records } from './records.ts'
import { checkRule, type ModerationRule } from './rules.ts'
import { guardModeration, moderationActed, type Verdict } from './verdict.ts'

/** Options of `moderation`. */
export interface ModerationOptions {
  /** Tried in order; one that hides wins over one that flags. */
  readonly rules: readonly ModerationRule[]
  /** `none` judges and logs without hiding anything; `hide` when absent. */
  readonly act?: 'hide' | 'none' | undefined
  /** How many interactions are remembered for dry runs; 5000 when absent. */
  readonly keepInteractions?: number | undefined
  /** `false` switches the plugin off without taking it out of the list. */
  readonly enabled?: boolean | undefined
}

/** `tutti.moderation`. */
export interface ModerationApi {
  /** What the rules make of a text. Does nothing. */
  evaluate(interaction: Pick<Interaction, 'text'>): Judgement
  /**
   * Reads what people wrote, or takes what is given, and acts on it once per interaction. The account's own words and
   * what nobody wrote, such as likes, are left alone. Returns what this call has done: new verdicts other than `none`,
   * newest interactions first per channel. What was judged before is in `verdicts`.
   */
  moderate(input?: {
    /** Judged instead of what channels have: what `subscribe` tells, for instance. */
    readonly interactions?: readonly Interaction[] | undefined
    readonly channels?: readonly string[] | undefined
    readonly maxPages?: number | undefined
    readonly signal?: AbortSignal | undefined
  }): Promise<readonly Verdict[]>
  /** Tries rules, the plugin's own when absent, on what was read before or on given interactions. Does nothing. */
  dryRun(input?: {
    readonly rules?: readonly ModerationRule[] | undefined
    readonly interactions?: readonly Interaction[] | undefined
    /** By interaction id: should it be hidden? For precision and recall. */
    readonly labels?: Readonly<Record<string, boolean>> | undefined
  }): Promise<DryRun>
  /** Every verdict so far, those without objection included. */
  verdicts(): Promise<readonly Verdict[]>
  /**
   * Shows what was hidden again. It is not judged anew.
   * @throws InvalidInputError `invalid-input` for an unknown verdict or one that hid nothing;
   * UnsupportedOperationError `unsupported-operation`
   */
  undo(verdictId: string): Promise<Verdict>
}

/** Names the plugin for plugins that depend on it. */
export const moderationRef = pluginRef<ModerationApi>()('moderation')

const schema = z.strictObject({
  rules: z.array(z.any()),
  act: z.optional(z.enum(['hide', 'none'])),
  keepInteractions: z.optional(z.int().check(z.nonnegative())),
  enabled: z.optional(z.boolean()),
})

const textSchema = z.object({ text: z.string() })
const moderateSchema = z.strictObject({
  interactions: z.optional(
    z.array(z.object({ text: z.string(), channel: z.string(), ref: z.object({ id: z.string() }) })),
  ),
  channels: z.optional(z.array(z.string())),
  maxPages: z.optional(z.int().check(z.positive())),
  signal: z.optional(z.instanceof(AbortSignal)),
})
const dryRunSchema = z.strictObject({
  rules: z.optional(z.array(z.any())),
  interactions: z.optional(z.array(z.object({ text: z.string(), ref: z.object({ id: z.string() }) }))),
  labels: z.optional(z.record(z.string(), z.boolean())),
})

const parseInput = <T>(inputSchema: Schema<T>, value: unknown, place: string) =>
  parseOptions(inputSchema, value, place, 'invalid-input')

const checkRules = (rules: readonly ModerationRule[], place: string) =>
  rules.map((rule, index) => checkRule(rule, `${place}.rules[${index}]`))

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const collected: T[] = []
  for await (const item of items) collected.push(item)
  return collected
}

const callsPerPrune = 100

function createApi(context: ModerateContext, keepInteractions: number): ModerationApi {
  const { host, records, rules } = context
  let calls = 0
  return {
    evaluate: (interaction) => judge(rules, parseInput(textSchema, interaction, 'evaluate').text),

    async moderate(input = {}) {
      const { channels, maxPages = 5, signal } = parseInput(moderateSchema, input, 'moderate')
      const kinds = judgedKinds
      const { interactions = host.client.interactions({ channels, maxPages, signal, kinds }) } = input
      const verdicts: Verdict[] = []
      const own = new Map<string, string>()
      for await (const interaction of interactions) {
        if (!kinds.some((kind) => kind === interaction.kind.unified)) continue
        const channel = await host.client.openChannel(interaction.channel)
        if (!own.has(channel.id)) own.set(channel.id, (await channel.describe({ signal })).profile.ref.id)
        if (interaction.author.ref.id === own.get(channel.id)) continue
        const verdict = await moderateOne(context, channel, interaction)
        if (verdict && verdict.outcome !== 'none') verdicts.push(verdict)
      }
      // Not for each item of a stream: it reads all that is remembered.
      calls += 1
      if (input.interactions === undefined || calls % callsPerPrune === 0) await records.prune(keepInteractions)
      return verdicts
    },

    async dryRun(input = {}) {
      parseInput(dryRunSchema, input, 'dryRun')
      const tried = input.rules ? checkRules(input.rules, 'dryRun') : rules
      const interactions = input.interactions ?? (await collect(records.interactions()))
      return tryRules(tried, interactions, input.labels)
    },

    verdicts: () => collect(records.verdicts()),

    async undo(verdictId) {
      parseInput(z.string(), verdictId, 'verdictId')
      const verdict = await records.findVerdict(verdictId)
      if (verdict?.outcome !== 'hidden') {
        const message = verdict ? `nothing was hidden: its outcome is ${verdict.outcome}` : 'there is no such verdict'
        throw new InvalidInputError({ code: 'invalid-input', message, path: 'verdictId' })
      }
      const channel = await host.client.openChannel(verdict.channel)
      if (!channel.supports('unhideInteraction')) {
        const message = `${channel.platform} can't show a hidden comment again`
        throw new UnsupportedOperationError({ code: 'unsupported-operation', message, channel: channel.id })
      }
      await channel.unhideInteraction({ interaction: verdict.interaction })
      return (await noteShown(context, verdict.channel, verdict.interaction.id)) ?? verdict
    },
  }
}

/** Remembers what people write, for dry runs. */
function remember(host: PluginHost, records: Records): void {
  host.use(
    interactionReceived.use(
      async (interaction) => {
        if (judgedKinds.some((kind) => kind === interaction.kind.unified)) await records.saveInteraction(interaction)
      },
      { order: 'post' },
    ),
  )
}

/**
 * Judges what people write by rules that are data, hides what should be hidden where the channel can,
 * and says why. Others may veto through `guardModeration`.
 * @throws InvalidInputError `invalid-options`, `rule-invalid`
 */
export function moderation(options: ModerationOptions) {
  const { act = 'hide', keepInteractions = 5000, enabled = true, rules } = parseOptions(schema, options, 'moderation')
  const checked = checkRules(rules, 'moderation')
  return definePlugin({
    ref: moderationRef,
    enabled,
    declares: [guardModeration],
    events: [moderationActed],
    setup: (host) => {
      const records = createRecords(host.store)
      const context = { host, records, rules: checked, act }
      remember(host, records)
      noteUnhiding(context)
      return createApi(context, keepInteractions)
    },
  })
}
