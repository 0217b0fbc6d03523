// Somebody who edits or approves the same posts as others in other processes. Says what was decided, one line of JSON
// each. Usage: deciding.ts JOB, as JSON.
import { setTimeout as sleep } from 'node:timers/promises'
import { InvalidInputError } from '@tutti/core'
import { createDecisionClient } from '../approvals/create-client.ts'
import type { Decided, DecisionJob } from '../approvals/decision-job.ts'

const { does, person: by, posts, rounds, beginAt, ...place } = JSON.parse(process.argv[2] ?? '') as DecisionJob
const client = await createDecisionClient(place, false)
const { approvals } = client.scheduler

const maxPauseMs = 300

async function decide(id: string, round: number): Promise<Decided> {
  if (does === 'edit') {
    const text = `${id}, version ${round}`
    await approvals.revise(id, { text }, { by })
    return { post: id, text }
  }
  const { post, contentHash } = await approvals.get(id)
  await approvals.approve(id, { by, contentHash })
  return { post: id, text: post?.text ?? '' }
}

const work = async (id: string) => {
  for (let round = 1; round <= rounds; round += 1) {
    try {
      process.stdout.write(`${JSON.stringify(await decide(id, round))}\n`)
    } catch (error) {
      // Somebody else was faster, or it is firing already: that is what is played here.
      if (!InvalidInputError.isInstance(error)) throw error
    }
    await sleep(Math.random() * maxPauseMs)
  }
}
await sleep(beginAt - Date.now())
await Promise.all(posts.map(work))
await client.close()
