import preset from '../../tools/vitest-preset.ts'

// What core promises has no second try, in CI neither: a post that doubles once in two runs is a post that doubles.
export default { ...preset, test: { ...preset.test, retry: 0 } }
