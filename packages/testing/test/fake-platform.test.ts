import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createNotesFake, notesToken } from './notes-fake.ts'

const fake = createNotesFake()
let baseUrl = ''
beforeEach(async () => {
  baseUrl = await fake.listen()
})
afterEach(async () => {
  await fake.close()
  fake.reset()
})

const note = (text: string) => ({
  method: 'POST',
  body: JSON.stringify({ text }),
  headers: { authorization: `Bearer ${notesToken}` },
})
const post = (text: string, signal?: AbortSignal) =>
  fetch(`${baseUrl}/notes`, { ...note(text), ...(signal && { signal }) })
const texts = () => fake.ledger.notes.map(({ text }) => text)
const causeCode = (error: unknown) => (error as { cause?: { code?: string } }).cause?.code

describe('on a socket', () => {
  test('serves the handlers over one ledger and writes every request down without its credential', async () => {
    const answer = await post('hello')
    expect(await answer.json()).toMatchObject({ id: '1', text: 'hello' })
    expect(texts()).toEqual(['hello'])
    expect(fake.requests).toMatchObject([
      { method: 'POST', path: '/notes', body: '{"text":"hello"}', status: 200, handled: true },
    ])
    expect(JSON.stringify(fake.requests)).not.toContain(notesToken)
    expect(fake.requests[0]?.headers.authorization).toBe('[present]')
  })

  test('answers 501 where it has no handler, and says so in the log', async () => {
    expect((await fetch(`${baseUrl}/other`)).status).toBe(501)
    expect(fake.requests[0]?.handled).toBe(false)
  })

  test.each([
    { committed: true, held: 1 },
    { committed: false, held: 0 },
  ])('reset, committed: $committed', async ({ committed, held }) => {
    fake.faults.add({ kind: 'reset', committed }, { on: 'commit' })
    expect(causeCode(await post('x').catch((error) => error))).toBe('ECONNRESET')
    expect(fake.ledger.notes).toHaveLength(held)
    expect(fake.faults.struckCount).toBe(1)
    expect((await post('y')).status).toBe(200)
  })

  test('cut body: the status arrives, half of the body, then the connection ends', async () => {
    fake.faults.add({ kind: 'cut-body' })
    const answer = await post('a rather long note')
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toThrow()
    expect(fake.ledger.notes).toHaveLength(1)
  })

  test('empty body', async () => {
    fake.faults.add({ kind: 'empty-body' })
    const answer = await post('x')
    expect([answer.status, await answer.text()]).toEqual([200, ''])
    expect(fake.ledger.notes).toHaveLength(1)
  })

  test.each([
    { committed: true, held: 1 },
    { committed: false, held: 0 },
  ])('hang, committed: $committed', async ({ committed, held }) => {
    fake.faults.add({ kind: 'hang', committed })
    await expect(post('x', AbortSignal.timeout(50))).rejects.toThrow('timeout')
    expect(fake.ledger.notes).toHaveLength(held)
  })

  test.each([
    { committed: true, held: 1 },
    { committed: false, held: 0 },
  ])('error 500, committed: $committed', async ({ committed, held }) => {
    fake.faults.add({ kind: 'error', committed })
    expect((await post('x')).status).toBe(500)
    expect(fake.ledger.notes).toHaveLength(held)
  })

  test('late commit: the answer is lost, the note stands later', async () => {
    fake.faults.add({ kind: 'late-commit', delayMs: 30 })
    await expect(post('x')).rejects.toThrow()
    expect(fake.ledger.notes).toHaveLength(0)
    await fake.settle()
    expect(fake.ledger.notes).toHaveLength(1)
  })

  test('slow body, rewritten answer, chosen headers', async () => {
    fake.faults.add({ kind: 'slow-body', chunks: 4, delayMs: 5 }, { skip: 0 })
    expect(await (await post('x')).json()).toMatchObject({ text: 'x' })
    fake.faults.add({ kind: 'rewrite', rewrite: () => new Response('[]', { headers: { 'x-lie': '1' } }) })
    expect((await post('y')).headers.get('x-lie')).toBe('1')
    fake.faults.add({ kind: 'error', committed: false, status: 429, headers: { 'retry-after': '7' } })
    expect((await post('z')).headers.get('retry-after')).toBe('7')
    expect(texts()).toEqual(['x', 'y'])
  })

  test('strikes the chosen requests only: skip and times', async () => {
    fake.faults.add(
      { kind: 'error', committed: false },
      { on: (request) => request.method === 'POST', skip: 1, times: 2 },
    )
    await fetch(`${baseUrl}/notes`)
    const statuses = []
    for (const text of ['a', 'b', 'c', 'd']) statuses.push((await post(text)).status)
    expect(statuses).toEqual([200, 500, 500, 200])
  })

  test('pauses around the commit', async () => {
    const seen: number[] = []
    const look = () => void seen.push(fake.ledger.notes.length)
    fake.faults.add({ kind: 'pause', beforeCommit: look, afterCommit: look })
    await post('x')
    expect(seen).toEqual([0, 1])
  })

  test('enforces limits and counts what is sent over them', async () => {
    fake.limits.set({
      name: 'write',
      budget: 2,
      windowMs: 60_000,
      matches: (request) => request.method === 'POST',
      headers: ({ remaining }) => ({ 'x-remaining': String(remaining) }),
    })
    const answers = [await post('a'), await post('b'), await post('c')]
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 429])
    expect(answers.map((answer) => answer.headers.get('x-remaining'))).toEqual(['1', '0', '0'])
    expect(answers[2]?.headers.get('retry-after')).toBe('60')
    expect(fake.limits.count('write')).toEqual({ allowed: 2, refused: 1 })
    expect(fake.limits.take('write', 1)).toBe(false)
    expect((await fetch(`${baseUrl}/notes`)).status).toBe(401)
  })
})

test('intercepts this process, and refuses every other address', async () => {
  await fake.close()
  const origin = fake.intercept()
  const answer = await fetch(`${origin}/notes`, note('x'))
  expect([answer.status, fake.ledger.notes.length]).toEqual([200, 1])
  await expect(fetch('https://elsewhere.test/notes')).rejects.toThrow()
  fake.faults.add({ kind: 'reset', committed: true })
  await expect(fetch(`${origin}/notes`, note('y'))).rejects.toThrow()
  expect(fake.ledger.notes).toHaveLength(2)
})
