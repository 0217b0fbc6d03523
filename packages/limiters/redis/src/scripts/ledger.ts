/**
 * What both scripts begin with: the ledger of one limit in Redis, read and written in one step.
 *
 * A limit has a hash and a sorted set. The set holds the permits under way with the time at which each ends unless it
 * is renewed. The hash has, for each window, named by its length: `s:<window>:<slot>` what ended in a hundredth of the
 * window, `left` and `reset` what the platform said, `unseen` what ended since without its word, `size` a budget that it
 * says is smaller than declared, `cleared` the reset at which our count last began anew; and `blocked` and `probe`.
 */
export const ledgerScript = `
local function now_of(given)
  if given ~= '' then return tonumber(given) end
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local function slot_of(window)
  return math.max(1, math.floor(window / 100))
end

local function cost_of(member)
  return tonumber(string.match(member, ':([^:]+)$'))
end

local function add_ended(hash, limit, cost, now)
  for _, w in ipairs(limit.windows) do
    local length = slot_of(w.windowMs)
    redis.call('HINCRBYFLOAT', hash, 's:' .. w.windowMs .. ':' .. math.floor(now / length), cost)
  end
end

local function clear_slots(hash, window, fields)
  local start = 's:' .. window .. ':'
  for field in pairs(fields) do
    if string.sub(field, 1, #start) == start then
      redis.call('HDEL', hash, field)
      fields[field] = nil
    end
  end
end

local function end_window(hash, window, fields, reset_at)
  local cleared = tonumber(fields['cleared:' .. window] or '-inf')
  -- At most once a window, whatever resets the platform speaks of.
  if fields['cleared:' .. window] == nil or reset_at - cleared >= window * 0.9 then
    clear_slots(hash, window, fields)
    fields['cleared:' .. window] = tostring(reset_at)
    redis.call('HSET', hash, 'cleared:' .. window, reset_at)
  end
  for _, name in ipairs({ 'left:', 'reset:', 'unseen:' }) do
    redis.call('HDEL', hash, name .. window)
    fields[name .. window] = nil
  end
end

local function read(hash, held, limit, now)
  -- Whoever was killed gives nothing back: what it held counts as sent at the end of its time.
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', held, '-inf', now)) do
    add_ended(hash, limit, cost_of(member), now)
    for _, w in ipairs(limit.windows) do
      if redis.call('HEXISTS', hash, 'left:' .. w.windowMs) == 1 then
        redis.call('HINCRBYFLOAT', hash, 'unseen:' .. w.windowMs, cost_of(member))
      end
    end
    redis.call('ZREM', held, member)
  end
  local flat = redis.call('HGETALL', hash)
  local fields = {}
  for index = 1, #flat, 2 do fields[flat[index]] = flat[index + 1] end
  for _, w in ipairs(limit.windows) do
    local reset = tonumber(fields['reset:' .. w.windowMs] or 'nan')
    if reset == reset and now >= reset then end_window(hash, w.windowMs, fields, reset) end
  end
  return fields
end

local function keep(hash, held, limit, now, hold)
  local longest = hold
  for _, w in ipairs(limit.windows) do longest = math.max(longest, w.windowMs) end
  local blocked = tonumber(redis.call('HGET', hash, 'blocked') or '0')
  local ttl = math.ceil(2 * longest + hold + math.max(0, blocked - now))
  redis.call('PEXPIRE', hash, ttl)
  redis.call('PEXPIRE', held, ttl)
end
`
