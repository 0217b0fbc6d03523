import type { JsonObject } from '@tutti/core'
import { describe, expect, test } from 'vitest'
import { type Person, type SchedulerOptions, scheduler } from '../src/index.ts'
import { at, lastingStore, minuteMs, type StartOptions, start, startMs } from './support/start.ts'

const writer: Person = { id: 'wanda', role: 'writer' }
const designer: Person = { id: 'dora', role: 'designer' }
const manager: Person = { id: 'max', role: 'manager' }
const client: Person = { id: 'carl', role: 'client' }

async function begin(plugin: SchedulerOptions = {}, more: StartOptions = {}) {
  const started = await start({ ...more, plugin: { approval: 'required', ...plugin } })
  return { ...started, scheduler: started.tutti.scheduler, approvals: started.tutti.scheduler.approvals }
}

/** A submitted post that should go out after ten minutes. */
async function submitted(plugin: SchedulerOptions = {}, more: StartOptions = {}) {
  const started = await begin(plugin, more)
  await started.approvals.draft({ id: 'post', text: 'first' }, { by: writer, at: at(10) })
  const draft = await started.approvals.submit('post', { by: writer })
  return { ...started, draft }
}

test('drafted, submitted, approved: it goes out at its time, once', async () => {
  const { approvals, clock, texts, draft, tutti } = await submitted()
  const scheduled: unknown[] = []
  tutti.on('scheduler.scheduled', (event) => scheduled.push(event.scheduled.id))
  expect(draft).toMatchObject({ state: 'submitted', authors: ['wanda'] })
  const approved = await approvals.approve('post', { by: client, contentHash: draft.contentHash })
  expect(approved).toMatchObject({
    state: 'scheduled',
    approvals: [{ by: 'carl', role: 'client', at: startMs, contentHash: draft.contentHash }],
  })
  expect(scheduled).toEqual(['post'])
  await clock.advance(10 * minuteMs - 1)
  expect(texts()).toEqual([])
  await clock.advance(60 * minuteMs)
  expect(texts()).toEqual(['first'])
})

test('a draft without a time: approved, then given its time', async () => {
  const { approvals, scheduler, clock, texts } = await begin()
  const { id } = await approvals.draft({ text: 'x' }, { by: writer })
  await approvals.submit(id, { by: writer })
  expect(await approvals.approve(id, { by: manager })).toMatchObject({ state: 'approved' })
  expect((await approvals.list()).map((one) => one.id)).toEqual([id])
  await scheduler.reschedule(id, { at: at(5) })
  await clock.advance(6 * minuteMs)
  expect(texts()).toEqual(['x'])
})

describe('an approval is for the content that was seen', () => {
  test('another hash is refused and nothing is approved', async () => {
    const { approvals, draft, clock, texts } = await submitted()
    const revised = await approvals.revise('post', { text: 'second' }, { by: manager })
    expect(revised).toMatchObject({ state: 'submitted', authors: ['wanda', 'max'] })
    const stale = approvals.approve('post', { by: client, contentHash: draft.contentHash })
    await expect(stale).rejects.toMatchObject({ code: 'approval-stale', path: 'approve.contentHash' })
    expect((await approvals.get('post')).approvals).toBeUndefined()
    await clock.advance(10 * minuteMs)
    expect(texts()).toEqual([])
  })

  test('a revision takes approvals away, also from what is scheduled', async () => {
    const { approvals, clock, texts } = await submitted()
    await approvals.approve('post', { by: client })
    expect(await approvals.revise('post', { text: 'second' }, { by: writer })).toMatchObject({ state: 'submitted' })
    await clock.advance(10 * minuteMs)
    expect(texts()).toEqual([])
    await approvals.approve('post', { by: client })
    await clock.advance(minuteMs)
    expect(texts()).toEqual(['second'])
  })

  test('a record that was changed behind its approval is held back by the guard', async () => {
    const { tutti, approvals, scheduler, clock, store, texts } = await submitted()
    await approvals.approve('post', { by: client })
    const preview = await tutti.prepare({ id: 'post', text: 'smuggled' })
    const { documents } = store.scope('default', 'scheduler')
    const { value, version } = (await documents.get<JsonObject>('posts', 'post')) ?? { value: {}, version: 0 }
    await documents.put('posts', 'post', { ...value, preview } as unknown as JsonObject, version)
    await clock.advance(11 * minuteMs)
    expect(texts()).toEqual([])
    expect(await scheduler.get('post')).toMatchObject({ deliveries: { shop: 'held' } })
  })
})

describe('where approval is required nothing goes past it', () => {
  test('what is scheduled is submitted instead', async () => {
    const { scheduler, approvals, clock, texts } = await begin()
    const { id, state } = await scheduler.schedule({ text: 'x' }, { at: at(10), by: 'wanda' })
    expect(state).toBe('submitted')
    await expect(scheduler.publishNow(id)).rejects.toMatchObject({ code: 'approval-missing' })
    await expect(approvals.approve(id, { by: { id: 'wanda', role: 'manager' } })).rejects.toMatchObject({
      code: 'not-permitted',
      message: 'wanda (manager) may not approve what they wrote',
    })
    await clock.advance(60 * minuteMs)
    expect(texts()).toEqual([])
    expect(await scheduler.get(id)).toMatchObject({ state: 'missed', reason: 'it was not approved in time' })
    await expect(scheduler.publishNow(id)).rejects.toMatchObject({ code: 'invalid-input' })
  })

  test('what the app publishes itself is held', async () => {
    const { tutti, texts } = await begin()
    const { deliveries } = await tutti.publish({ text: 'x' })
    expect(deliveries.shop).toMatchObject({ state: 'held', reason: expect.stringContaining('nobody approved it') })
    expect(texts()).toEqual([])
  })
})

test('an approval that comes a little late still lets it out', async () => {
  const { approvals, clock, texts } = await submitted()
  await clock.advance(14 * minuteMs)
  await approvals.approve('post', { by: client })
  await clock.advance(minuteMs)
  expect(texts()).toEqual(['first'])
})

test('two approvals are two people', async () => {
  const { approvals } = await submitted({ approvalsNeeded: 2 })
  expect(await approvals.approve('post', { by: client })).toMatchObject({ state: 'submitted' })
  expect(await approvals.approve('post', { by: client })).toMatchObject({ state: 'submitted' })
  expect(await approvals.approve('post', { by: manager })).toMatchObject({ state: 'scheduled' })
})

test('two people at once: one wins, the other is told, and neither approval is lost silently', async () => {
  const { approvals } = await submitted({ approvalsNeeded: 2 })
  const outcomes = await Promise.allSettled([
    approvals.approve('post', { by: client }),
    approvals.approve('post', { by: manager }),
  ])
  const lost = outcomes.filter(({ status }) => status === 'rejected')
  expect(lost).toMatchObject([{ reason: { code: 'schedule-not-found' } }])
  expect((await approvals.get('post')).approvals).toHaveLength(1)
})

test('rejected with a comment, revised, submitted again', async () => {
  const { approvals } = await submitted()
  await approvals.comment('post', { by: designer, text: 'a picture?' })
  const rejected = await approvals.reject('post', { by: client, comment: 'too loud' })
  expect(rejected).toMatchObject({ state: 'rejected', reason: 'too loud' })
  expect(rejected.comments?.map(({ by, text }) => [by, text])).toEqual([
    ['dora', 'a picture?'],
    ['carl', 'too loud'],
  ])
  expect(await approvals.revise('post', { text: 'calm' }, { by: writer })).toMatchObject({ state: 'draft' })
  expect(await approvals.submit('post', { by: writer })).toMatchObject({ state: 'submitted', reason: undefined })
})

describe('roles', () => {
  test('writers and designers decide nothing, clients write nothing', async () => {
    const { approvals } = await submitted()
    const refused = { code: 'not-permitted', path: 'by' }
    await expect(approvals.approve('post', { by: { id: 'other', role: 'writer' } })).rejects.toMatchObject(refused)
    await expect(approvals.reject('post', { by: designer, comment: 'x' })).rejects.toMatchObject(refused)
    await expect(approvals.draft({ text: 'x' }, { by: client })).rejects.toMatchObject(refused)
    await expect(approvals.comment('post', { by: { id: 'x', role: 'toString' }, text: 'x' })).rejects.toMatchObject(
      refused,
    )
  })

  test('a designer changes pictures, not words', async () => {
    const { approvals } = await submitted()
    await expect(approvals.revise('post', { text: 'other' }, { by: designer })).rejects.toMatchObject({
      code: 'not-permitted',
      message: 'dora (designer) may not revise',
    })
    expect(await approvals.revise('post', { text: 'first', media: [] }, { by: designer })).toMatchObject({
      authors: ['wanda', 'dora'],
    })
  })

  test('an app brings its own', async () => {
    const asked: unknown[] = []
    const roles = {
      may: (person: Person, action: string) => {
        asked.push([person.id, action])
        return true
      },
    }
    const { approvals } = await submitted({ roles })
    expect(await approvals.approve('post', { by: writer })).toMatchObject({ state: 'scheduled' })
    expect(asked).toContainEqual(['wanda', 'approve'])
    expect(() => scheduler({ roles: {} as never })).toThrowError(expect.objectContaining({ code: 'invalid-options' }))
  })
})

test('a draft is given up', async () => {
  const { approvals, clock, texts } = await submitted()
  await expect(approvals.discard('post', { by: client })).rejects.toMatchObject({ code: 'not-permitted' })
  expect(await approvals.discard('post', { by: writer })).toMatchObject({ state: 'cancelled' })
  await expect(approvals.approve('post', { by: client })).rejects.toMatchObject({ code: 'schedule-not-found' })
  expect(await approvals.list()).toEqual([])
  await clock.advance(60 * minuteMs)
  expect(texts()).toEqual([])
  expect(await approvals.get('post')).toMatchObject({ state: 'cancelled' })
})

test('while approvals can’t be read nothing is sent, and afterwards it is', async () => {
  const { store, clock, approvals, texts } = await submitted()
  await approvals.approve('post', { by: client })
  await clock.advance(9 * minuteMs)
  const { documents } = store.scope('default', 'scheduler')
  const get = documents.get.bind(documents)
  let reads = 0
  documents.get = (collection, id) => {
    // The first reads admit and dispatch it, the last is the guard's.
    const isGuards = collection === 'posts' && new Error().stack?.includes('guard-approvals')
    if (isGuards && reads++ < 2) throw new Error('no connection')
    return get(collection, id)
  }
  await clock.advance(minuteMs)
  expect(texts()).toEqual([])
  await clock.advance(minuteMs)
  expect(reads).toBeGreaterThan(2)
  expect(texts()).toEqual(['first'])
})

test('what is not approved when its time comes near is told once', async () => {
  const { tutti, approvals, clock, scheduler } = await begin({ approvalDueMs: 5 * minuteMs })
  const told: unknown[] = []
  tutti.on('scheduler.approval-due', ({ scheduled, dueAt }) => told.push([scheduled.id, dueAt]))
  await approvals.draft({ id: 'post', text: 'x' }, { by: writer, at: at(10) })
  await clock.advance(4 * minuteMs)
  expect(told).toEqual([])
  await clock.advance(5 * minuteMs)
  expect(told).toEqual([['post', startMs + 10 * minuteMs]])
  await scheduler.reschedule('post', { at: at(12) })
  await clock.advance(minuteMs)
  expect(told).toHaveLength(2)
})

test('the audit log has who, what, when and which content; a lost line is found in the record', async () => {
  const { store, approvals, scheduler, clock, draft } = await submitted()
  await clock.advance(minuteMs)
  const revised = await approvals.revise('post', { text: 'second' }, { by: writer })
  await scheduler.pause({ everything: true, reason: 'a crisis', by: 'max' })
  await scheduler.resume({ everything: true, by: 'max' })
  const log = await approvals.auditLog()
  expect(log.map(({ id, action, by, from, to }) => [id, action, by, from, to])).toEqual([
    ['post', 'draft', 'wanda', undefined, 'draft'],
    ['post', 'submit', 'wanda', 'draft', 'submitted'],
    ['post', 'revise', 'wanda', 'submitted', 'submitted'],
    [undefined, 'pause', 'max', undefined, undefined],
    [undefined, 'resume', 'max', undefined, undefined],
  ])
  expect(log[2]).toMatchObject({ contentHashBefore: draft.contentHash, contentHash: revised.contentHash })
  expect(log[3]).toMatchObject({ detail: 'everything: a crisis' })
  expect(await approvals.auditLog({ from: startMs + 1, id: 'post' })).toHaveLength(1)
  const { samples } = store.scope('default', 'scheduler')
  samples.append = () => Promise.reject(new Error('killed here'))
  await expect(approvals.approve('post', { by: client })).rejects.toThrow()
  expect(await approvals.get('post')).toMatchObject({ state: 'scheduled' })
  expect((await approvals.auditLog({ id: 'post' })).at(-1)).toMatchObject({ action: 'approve', by: 'carl' })
})

test('input of a wrong shape is named', async () => {
  const { approvals } = await begin()
  await expect(approvals.submit('post', { by: 'wanda' as never })).rejects.toMatchObject({
    code: 'invalid-input',
    path: 'submit.by',
  })
  await expect(approvals.submit('none', { by: writer })).rejects.toMatchObject({ code: 'schedule-not-found' })
  await expect(approvals.draft({ text: 'x' }, { by: writer, at: '2026-12-01T09:00' })).rejects.toMatchObject({
    code: 'schedule-zone-missing',
  })
})

test('whoever approves after its time may die right after the decision is stored: the post goes out all the same', async () => {
  const store = lastingStore()
  const { approvals, clock, texts, draft } = await submitted({}, { store })
  await clock.advance(11 * minuteMs)
  const { due } = store.scope('default', 'scheduler')
  const add = due.add.bind(due)
  due.add = () => Promise.reject(new Error('the process is gone'))
  await expect(approvals.approve('post', { by: client, contentHash: draft.contentHash })).rejects.toThrow('is gone')
  due.add = add
  expect(texts()).toEqual([])
  await clock.advance(2 * minuteMs)
  expect(texts()).toEqual(['first'])
})
