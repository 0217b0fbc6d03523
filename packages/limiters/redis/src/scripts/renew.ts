import { ledgerScript } from './ledger.ts'

/** Holds a permit that is still under way for longer. KEYS: set of each limit. ARGV: now or '', member, holdMs. */
export const renewScript = `${ledgerScript}
local now = now_of(ARGV[1])
for _, held in ipairs(KEYS) do
  redis.call('ZADD', held, 'XX', now + tonumber(ARGV[3]), ARGV[2])
  if redis.call('PTTL', held) < 2 * tonumber(ARGV[3]) then redis.call('PEXPIRE', held, 2 * tonumber(ARGV[3])) end
end
return 1
`
