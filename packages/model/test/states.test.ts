import { expect, test } from 'vitest'
import { deliveryStates, isFinalState, worstState } from '../src/index.ts'

test('the worst state wins, whatever the order', () => {
  expect(worstState(['published', 'unknown', 'rejected'])).toBe('unknown')
  expect(worstState(['rejected', 'published'])).toBe('rejected')
  expect(worstState(['published', 'published'])).toBe('published')
})

test('every state has a place in the order', () => {
  for (const state of deliveryStates) expect(worstState(['published', state])).toBe(state)
})

test('what may still be on the platform is never final', () => {
  expect(deliveryStates.filter((state) => !isFinalState(state))).toEqual([
    'queued',
    'publishing',
    'processing',
    'unknown',
  ])
})
