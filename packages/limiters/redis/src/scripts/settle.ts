import { ledgerScript } from './ledger.ts'

/**
 * Books the end of a request. KEYS: hash and set of each limit. ARGV: now or '', member, cost, holdMs, limits as JSON,
 * whether it was never sent, when it was granted, and what the answer said of one limit as JSON or ''.
 */
export const settleScript = `${ledgerScript}
local now = now_of(ARGV[1])
local member, cost, hold = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local limits = cjson.decode(ARGV[5])
local is_unsent, granted_at = ARGV[6] == '1', tonumber(ARGV[7])
local news = ARGV[8] ~= '' and cjson.decode(ARGV[8]) or nil

local function observe(hash, fields, window, budget)
  local key = function(name) return name .. ':' .. window end
  if news.limit and news.limit < budget then redis.call('HSET', hash, key('size'), news.limit) end
  if not news.remaining then return false end
  local stored = tonumber(fields[key('reset')] or 'nan')
  local reset = stored == stored and stored or now + window
  if news.resetInMs then reset = math.min(now + news.resetInMs, now + window) end
  local cleared = tonumber(fields[key('cleared')] or '-inf')
  -- It speaks of a window that is over.
  if reset <= now or (fields[key('cleared')] and reset <= cleared + window / 2) then return false end
  if stored == stored and reset > stored + window / 2 then end_window(hash, window, fields, reset - window) end
  local left = news.remaining
  if fields[key('left')] then left = math.min(left, tonumber(fields[key('left')])) end
  if fields[key('reset')] then reset = math.max(reset, tonumber(fields[key('reset')])) end
  redis.call('HSET', hash, key('left'), left, key('reset'), reset)
  -- Sent after all that ended without the platform's word: its answer has those in it.
  if granted_at > tonumber(fields[key('unseenat')] or '0') then redis.call('HDEL', hash, key('unseen')) end
  return true
end

for index, limit in ipairs(limits) do
  local hash, held = KEYS[2 * index - 1], KEYS[2 * index]
  local fields = read(hash, held, limit, now)
  -- Held beyond its time: it has been counted as sent already.
  local is_held = redis.call('ZREM', held, member) == 1
  if is_held and not is_unsent then
    add_ended(hash, limit, cost, now)
  end
  for _, w in ipairs(limit.windows) do
    local is_told = news and news.limitIndex == index - 1 and news.windowMs == w.windowMs and
      observe(hash, fields, w.windowMs, w.budget)
    if is_held and not is_unsent and not is_told and fields['left:' .. w.windowMs] then
      redis.call('HINCRBYFLOAT', hash, 'unseen:' .. w.windowMs, cost)
      redis.call('HSET', hash, 'unseenat:' .. w.windowMs, now)
    end
  end
  local blocked = tonumber(fields.blocked or '0')
  if news and news.limitIndex == index - 1 and news.blockedForMs then
    redis.call('HSET', hash, 'blocked', math.max(blocked, now + news.blockedForMs), 'probe', 1)
  elseif not is_unsent and granted_at >= blocked then
    redis.call('HDEL', hash, 'probe')
  end
  keep(hash, held, limit, now, hold)
end
return 1
`
