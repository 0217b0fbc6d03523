import preset from '../tools/vitest-preset.ts'

export default { ...preset, test: { ...preset.test, name: 'repository' } }
