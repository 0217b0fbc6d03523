/** Every project of the repository. Vitest no longer reads this file by itself: vitest.config.ts imports it. */
export default ['packages/**/vitest.config.ts', 'examples/vitest.config.ts', 'test/vitest.config.ts']
