// Run by workerd: fails when the answers differ from those of Node.
import { runCases } from 'cases.mjs'
import expected from 'expected.txt'

export default {
  test() {
    const answers = runCases().split('\n')
    const others = expected.split('\n')
    const difference = answers.findIndex((line, index) => line !== others[index])
    if (answers.length !== others.length) throw new Error(`${answers.length} answers, ${others.length} expected`)
    if (difference !== -1) throw new Error(`here:    ${answers[difference]}\nin Node: ${others[difference]}`)
  },
}
