// Listens until it is killed, printing each key. Usage: listen.ts URL SCHEMA
import { pgBossEngine } from '@tutti/engine-pg-boss'

const [, , connectionString = '', schema = ''] = process.argv
pgBossEngine({ connectionString, schema }).onWake((key) => process.stdout.write(`${key}\n`))
