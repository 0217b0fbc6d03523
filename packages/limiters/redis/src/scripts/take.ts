import { ledgerScript } from './ledger.ts'

/**
 * Takes one permit of all limits or of none. KEYS: hash and set of each limit. ARGV: now or '', member, cost, holdMs,
 * limits as JSON. Answers [1, now], or [0, waitMs, isKnown] with the time it would take, or [2, largest].
 */
export const takeScript = `${ledgerScript}
local now = now_of(ARGV[1])
local member, cost, hold = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local limits = cjson.decode(ARGV[5])
local wait, is_free, is_known = 0, true, true

local function wait_until(at)
  is_free = false
  wait = math.max(wait, at - now)
end
local function wait_for_answer()
  is_free = false
  is_known = false
end

for index, limit in ipairs(limits) do
  local hash, held = KEYS[2 * index - 1], KEYS[2 * index]
  local fields = read(hash, held, limit, now)
  local under_way, count = 0, 0
  for _, other in ipairs(redis.call('ZRANGE', held, 0, -1)) do
    under_way = under_way + cost_of(other)
    count = count + 1
  end
  local blocked = tonumber(fields.blocked or '0')
  if now < blocked then wait_until(blocked) end
  if limit.maxConcurrent and count >= limit.maxConcurrent then wait_for_answer() end
  -- After a block one request goes ahead alone.
  if fields.probe and count > 0 then wait_for_answer() end

  for _, w in ipairs(limit.windows) do
    local size = math.min(w.budget, tonumber(fields['size:' .. w.windowMs] or w.budget))
    if cost > size then return { 2, tostring(size) } end
    local reset = tonumber(fields['reset:' .. w.windowMs] or '0')
    local length = slot_of(w.windowMs)
    local ended, slots = 0, {}
    for field, value in pairs(fields) do
      local window, slot = string.match(field, '^s:([^:]+):(%-?%d+)$')
      if window == tostring(w.windowMs) then
        local free_at = (tonumber(slot) + 1) * length + w.windowMs
        if free_at <= now then
          redis.call('HDEL', hash, field)
        else
          ended = ended + tonumber(value)
          slots[#slots + 1] = { free_at, tonumber(value) }
        end
      end
    end
    if ended + under_way + cost > size then
      if under_way + cost > size then
        wait_for_answer()
      else
        table.sort(slots, function(left, right) return left[1] < right[1] end)
        local surplus, free_at = ended + under_way + cost - size, now
        for _, slot in ipairs(slots) do
          if surplus <= 0 then break end
          surplus = surplus - slot[2]
          free_at = slot[1]
        end
        if reset > now then free_at = math.min(free_at, reset) end
        wait_until(free_at)
      end
    end
    local left = fields['left:' .. w.windowMs]
    if left then
      local rest = tonumber(left) - tonumber(fields['unseen:' .. w.windowMs] or '0')
      if rest < cost then
        wait_until(reset)
      elseif rest - under_way < cost then
        wait_for_answer()
      end
    end
  end
end

if not is_free then return { 0, math.ceil(wait), is_known and 1 or 0 } end
for index, limit in ipairs(limits) do
  redis.call('ZADD', KEYS[2 * index], now + hold, member)
  keep(KEYS[2 * index - 1], KEYS[2 * index], limit, now, hold)
end
return { 1, now }
`
