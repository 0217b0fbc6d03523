import { type CallOperation, TuttiError } from '@tutti/model'
import { describe, expect, test } from 'vitest'
import type { AdapterFake } from '../../platform/platform-under-test.ts'
import { checkOutput, isRawEnum, walk } from './check-output.ts'
import { type Harness, type InputOf, printError } from './harness.ts'
import { applyMutation, listMutations, type Mutation } from './mutations.ts'
import { sampleInput } from './sample-inputs.ts'

const bodies = [
  { name: 'cut JSON', body: '{"id": "1', type: 'application/json' },
  { name: 'a page of HTML', body: '<!doctype html><title>Welcome</title>', type: 'text/html' },
  { name: 'nothing', body: '', type: 'application/json' },
  { name: 'null', body: 'null', type: 'application/json' },
  { name: 'a list', body: '[]', type: 'application/json' },
  { name: 'an empty object', body: '{}', type: 'application/json' },
  { name: 'a list of null', body: '[null]', type: 'application/json' },
  { name: 'a text', body: '"text"', type: 'application/json' },
  { name: 'a number', body: '7', type: 'application/json' },
] as const

const maxMutationsPerOperation = 60

/** Whatever a server answers, an operation ends with a typed error or a well-formed result. */
export function describeMalformed(harness: Harness, fake: AdapterFake, declared: readonly CallOperation[]): void {
  const always = { times: Number.POSITIVE_INFINITY }

  describe.each(declared)('%s', (operation) => {
    test.each(bodies)('survives $name', async ({ body, type }) => {
      const input = await sampleInput(harness, operation)
      const rewrite = () => new Response(body, { headers: { 'content-type': type } })
      fake.platform.faults.add({ kind: 'rewrite', rewrite }, always)
      const { error, output } = await harness.attempt(operation, input)
      if (error === undefined) checkOutput(operation, output)
      else expect(TuttiError.isInstance(error), printError(error)).toBe(true)
      if (operation === 'publishPost' || operation === 'replyToInteraction') {
        expect(error, 'an unreadable answer to a committing request leaves its fate open').toMatchObject({
          code: 'malformed-answer',
          outcome: 'unknown',
        })
      }
    })

    test('survives members that are missing, null or of another type', async () => {
      const clean = await harness.attempt(operation, await sampleInput(harness, operation))
      const { answers } = await answersOf(operation)
      const broken: string[] = []
      let input: InputOf<typeof operation> | undefined
      for (const mutation of pick(answers.flatMap((body, index) => listMutations(body, index)))) {
        if (input === undefined || !readsOnly(operation)) {
          await harness.clear()
          input = await sampleInput(harness, operation)
        }
        mutateAnswers(mutation)
        const { error, output } = await harness.attempt(operation, input)
        fake.platform.faults.clear()
        const flaw = findFlaw(operation, clean.output, error, output)
        if (flaw) broken.push(`${mutation.name}: ${flaw}`)
      }
      expect(broken).toEqual([])
    })

    test('takes words it does not know as "other"', async () => {
      const { output, answers } = await answersOf(operation)
      const words = [...walk(output)].flatMap(({ value }) =>
        isRawEnum(value) && value.unified !== 'other' ? value.raw : [],
      )
      for (const word of new Set(words)) {
        if (!JSON.stringify(answers).includes(JSON.stringify(word))) continue
        await harness.clear()
        const input = await sampleInput(harness, operation)
        fake.platform.faults.add({ kind: 'rewrite', rewrite: (answer) => replaceWord(answer, word) }, always)
        const attempt = await harness.attempt(operation, input)
        expect(attempt.error, `${word}: ${printError(attempt.error)}`).toBeUndefined()
        checkOutput(operation, attempt.output)
        const enums = [...walk(attempt.output)].flatMap(({ value }) => (isRawEnum(value) ? value : []))
        for (const value of enums.filter(({ raw }) => raw === unknownWord)) expect(value.unified).toBe('other')
      }
    })
  })

  /** What the platform truly answers to an operation, request by request. */
  async function answersOf(operation: CallOperation) {
    await harness.clear()
    const answers: unknown[] = []
    const input = await sampleInput(harness, operation)
    const rewrite = async (answer: Response) => {
      const text = await answer.clone().text()
      answers.push(parseJson(text))
      return answer
    }
    fake.platform.faults.add({ kind: 'rewrite', rewrite }, always)
    const { output } = await harness.attempt(operation, input)
    fake.platform.faults.clear()
    return { output, answers }
  }

  function mutateAnswers(mutation: Mutation) {
    let index = 0
    const rewrite = async (answer: Response) => {
      const body = parseJson(await answer.clone().text())
      if (index++ !== mutation.answer || body === undefined) return answer
      return Response.json(applyMutation(body, mutation), { status: answer.status, headers: answer.headers })
    }
    fake.platform.faults.add({ kind: 'rewrite', rewrite }, always)
  }
}

const unknownWord = 'tutti-unheard-of'

async function replaceWord(answer: Response, word: string): Promise<Response> {
  const text = (await answer.text()).replaceAll(JSON.stringify(word), JSON.stringify(unknownWord))
  return new Response(text || null, { status: answer.status, headers: answer.headers })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Operations that can be run again on the same platform: nothing has changed there. */
const readsOnly = (operation: CallOperation) => /^(?:fetch|list|find|describe|search)/.test(operation)

/** Spread over all of them, so that long answers are covered from end to end. */
function pick(mutations: readonly Mutation[]): readonly Mutation[] {
  const step = Math.max(1, Math.ceil(mutations.length / maxMutationsPerOperation))
  return mutations.filter((_, index) => index % step === 0)
}

function findFlaw(operation: CallOperation, clean: unknown, error: unknown, output: unknown): string | undefined {
  if (error !== undefined) return TuttiError.isInstance(error) ? undefined : printError(error)
  try {
    checkOutput(operation, output)
  } catch (flaw) {
    return (flaw as Error).message
  }
  const numbers = new Map([...walk(clean)].map(({ path, value }) => [path.join('.'), value]))
  for (const { path, value } of walk(output)) {
    const before = numbers.get(path.join('.'))
    if (value === 0 && typeof before === 'number' && before !== 0) return `${path.join('.')} became 0: it was not given`
  }
  return undefined
}
