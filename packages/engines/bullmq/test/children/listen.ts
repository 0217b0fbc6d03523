// Listens until it is killed, printing each key. Usage: listen.ts URL PREFIX
import { bullmqEngine } from '@tutti/engine-bullmq'

const [, , connection = '', prefix = ''] = process.argv
bullmqEngine({ connection, prefix }).onWake((key) => process.stdout.write(`${key}\n`))
