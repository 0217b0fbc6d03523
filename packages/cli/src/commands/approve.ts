import { InvalidInputError } from '@tutti/model'
import type { Command } from 'commander'
import { withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { inertLine } from '../output/inert.ts'
import { type Draft, type Person, type Scheduler, schedulerOf } from '../plan/scheduler.ts'
import { showDrafts } from '../plan/show-draft.ts'
import { showPrepared } from '../post/show-preview.ts'
import type { Run } from '../program.ts'

interface PersonOptions {
  readonly by: string
  readonly role: string
}

const byPerson = (command: Command): Command =>
  command
    .requiredOption('--by <person>', 'who decides it, for the record')
    .requiredOption('--role <role>', 'what they are: writer, designer, manager, client, or what your own policy knows')

const personOf = ({ by, role }: PersonOptions): Person => ({ id: by, role })

const approveHelp = `
Examples:
  tutti drafts
  tutti approve cake --by carl --role client
  tutti approve cake --by carl --role client --hash 3f1c…   (in a script: what the person has seen)

It shows what goes to each channel, asks, and approves exactly that: should somebody change the post meanwhile,
nothing is approved. Nobody approves what they wrote themselves.`

/** `tutti drafts`: what waits for somebody. */
export function addDrafts(program: Command, run: Run): void {
  program
    .command('drafts')
    .description('list what waits to be written, submitted, approved or timed')
    .action((_options: object, command: Command) => run(command, drafts))
}

/** `tutti submit`: asks for approval. */
export function addSubmit(program: Command, run: Run): void {
  byPerson(
    program.command('submit').description('ask for the approval of a draft').argument('<id>', 'the id of the post'),
  ).action((id: string, options: PersonOptions, command: Command) =>
    run(command, (context) => decide(context, ({ approvals }) => approvals.submit(id, { by: personOf(options) }))),
  )
}

/** `tutti approve`: exactly this content. */
export function addApprove(program: Command, run: Run): void {
  byPerson(
    program
      .command('approve')
      .description('approve a submitted post as it is: it goes out at its time')
      .argument('<id>', 'the id of the post')
      .option('--hash <hash>', 'approve only this content: contentHash of tutti drafts --json')
      .option('-y, --yes', 'do not ask'),
  )
    .addHelpText('after', approveHelp)
    .action((id: string, options: PersonOptions & ApproveOptions, command: Command) =>
      run(command, (context) => approve(context, id, options)),
    )
}

/** `tutti reject`: back to whoever wrote it. */
export function addReject(program: Command, run: Run): void {
  byPerson(
    program
      .command('reject')
      .description('send a post back to whoever wrote it, also one that is approved or scheduled')
      .argument('<id>', 'the id of the post')
      .requiredOption('--comment <text>', 'why'),
  ).action((id: string, { comment, ...person }: PersonOptions & { readonly comment: string }, command: Command) =>
    run(command, (context) =>
      decide(context, ({ approvals }) => approvals.reject(id, { by: personOf(person), comment })),
    ),
  )
}

interface ApproveOptions {
  readonly hash?: string | undefined
  readonly yes?: boolean | undefined
}

async function drafts({ output, ...context }: Context): Promise<ExitCode> {
  return withSession({ output, ...context }, async (session) => {
    const found = await schedulerOf(session).approvals.list()
    output.json({ drafts: found })
    if (found.length > 0) showDrafts(output, found)
    else output.hint('Nothing waits for anybody.')
    return exitCodes.ok
  })
}

async function decide(context: Context, work: (scheduler: Scheduler) => Promise<Draft>): Promise<ExitCode> {
  const { output } = context
  return withSession(context, async (session) => {
    const draft = await work(schedulerOf(session))
    output.json({ draft })
    showDrafts(output, [draft])
    return exitCodes.ok
  })
}

async function approve(context: Context, id: string, options: PersonOptions & ApproveOptions): Promise<ExitCode> {
  const { output } = context
  return withSession(context, async (session) => {
    const { approvals } = schedulerOf(session)
    const seen = await approvals.get(id)
    if (!options.yes && options.hash === undefined && !(await isMeant(context, seen))) return exitCodes.interrupted
    const draft = await approvals.approve(id, {
      by: personOf(options),
      contentHash: options.hash ?? seen.contentHash,
    })
    output.json({ draft })
    showDrafts(output, [draft])
    if (draft.state === 'submitted') output.hint('It needs the approval of more people.')
    if (draft.state === 'approved') output.hint(`It has no time yet: tutti reschedule ${inertLine(id)} --at …`)
    return exitCodes.ok
  })
}

async function isMeant({ output, surroundings: { prompts } }: Context, draft: Draft): Promise<boolean> {
  if (prompts === undefined) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: 'nobody is here to look at the post',
      path: 'yes',
      advice: 'Say --hash with what was looked at, or --yes.',
    })
  }
  for (const prepared of Object.values(draft.preview.channels)) showPrepared(output, prepared)
  const when = draft.wallTime === undefined ? 'once it has a time' : `at ${draft.wallTime} ${draft.timeZone}`
  return prompts.confirm({ message: `Approve it, to go out ${inertLine(when)}?` })
}
