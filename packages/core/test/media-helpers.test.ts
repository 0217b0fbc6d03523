import { expect, test } from 'vitest'
import { image } from '../src/index.ts'

test.each([
  ['./cake.jpg', { path: './cake.jpg' }],
  ['file:///pictures/lemon%20cake.jpg', { path: '/pictures/lemon cake.jpg' }],
  [new URL('file:///pictures/cake.jpg'), { path: '/pictures/cake.jpg' }],
  ['file:///C:/pictures/cake.jpg', { path: 'C:/pictures/cake.jpg' }],
  ['https://shop.example/cake.jpg', { url: 'https://shop.example/cake.jpg' }],
  [new URL('https://shop.example/cake.jpg'), { url: 'https://shop.example/cake.jpg' }],
])('%s is the source %j', (input, source) => {
  expect(image(input).source).toEqual(source)
})

test.each(['', 'file://elsewhere/cake.jpg', 'file:///pictures/..%2fsecret.jpg', 'file:///a%00.jpg', 5, null])(
  '%j is no source',
  (input) => {
    expect(() => image(input as never)).toThrow(expect.objectContaining({ code: 'invalid-input', path: 'source' }))
  },
)
