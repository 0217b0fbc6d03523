import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { WebhookError } from '@tutti/model'
import { describe, expect, test } from 'vitest'
import {
  answerLinkedinChallenge,
  answerMetaChallenge,
  answerXChallenge,
  answerYoutubeChallenge,
  readWebhookRequest,
  type VerifiedWebhook,
  verifyDiscordWebhook,
  verifyLinkedinWebhook,
  verifyMetaWebhook,
  verifySlackWebhook,
  verifyStandardWebhook,
  verifyTelegramWebhook,
  verifyTiktokWebhook,
  verifyXWebhook,
  verifyYoutubeWebhook,
  type WebhookRequest,
} from '../src/index.ts'

const nowMs = Date.UTC(2026, 10, 25)
const now = String(nowMs / 1000)
const secret = 'the-secret-of-the-test'
const discordKeys = generateKeyPairSync('ed25519')
const publicKey = discordKeys.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')

type Headers_ = Record<string, string | string[]>

interface Scheme {
  readonly name: string
  /** Which header holds the proof. */
  readonly proof: string
  readonly timestamp?: string
  sign(body: Buffer, key?: string, time?: string): Headers_
  verify(request: WebhookRequest): Promise<VerifiedWebhook>
}

// Signed by Node's own crypto here, verified by Web Crypto in the code.
const hmac = (key: string | Buffer, hash: string, ...parts: (string | Buffer)[]) =>
  parts.reduce((sum, part) => sum.update(part), createHmac(hash, key))

const schemes: readonly Scheme[] = [
  {
    name: 'Meta',
    proof: 'x-hub-signature-256',
    sign: (body, key = secret) => ({ 'x-hub-signature-256': `sha256=${hmac(key, 'sha256', body).digest('hex')}` }),
    verify: (request) => verifyMetaWebhook(request, { appSecret: ['older-secret', secret] }),
  },
  {
    name: 'Slack',
    proof: 'x-slack-signature',
    timestamp: 'x-slack-request-timestamp',
    sign: (body, key = secret, time = now) => ({
      'x-slack-request-timestamp': time,
      'x-slack-signature': `v0=${hmac(key, 'sha256', `v0:${time}:`, body).digest('hex')}`,
    }),
    verify: (request) => verifySlackWebhook(request, { signingSecret: ['older-secret', secret] }),
  },
  {
    name: 'Discord',
    proof: 'x-signature-ed25519',
    timestamp: 'x-signature-timestamp',
    sign: (body, key = secret, time = now) => {
      const { privateKey } = key === secret ? discordKeys : generateKeyPairSync('ed25519')
      const signature = sign(null, Buffer.concat([Buffer.from(time), body]), privateKey)
      return { 'x-signature-timestamp': time, 'x-signature-ed25519': signature.toString('hex') }
    },
    verify: (request) => verifyDiscordWebhook(request, { publicKey }),
  },
  {
    name: 'X',
    proof: 'x-twitter-webhooks-signature',
    sign: (body, key = secret) => ({
      'x-twitter-webhooks-signature': `sha256=${hmac(key, 'sha256', body).digest('base64')}`,
    }),
    verify: (request) => verifyXWebhook(request, { consumerSecret: ['older-secret', secret] }),
  },
  {
    name: 'TikTok',
    proof: 'tiktok-signature',
    timestamp: 'tiktok-signature',
    sign: (body, key = secret, time = now) => ({
      'tiktok-signature': `t=${time},s=${hmac(key, 'sha256', `${time}.`, body).digest('hex')}`,
    }),
    verify: (request) => verifyTiktokWebhook(request, { clientSecret: ['older-secret', secret] }),
  },
  {
    name: 'YouTube',
    proof: 'x-hub-signature',
    sign: (body, key = secret) => ({ 'x-hub-signature': `sha1=${hmac(key, 'sha1', body).digest('hex')}` }),
    verify: (request) => verifyYoutubeWebhook(request, { hubSecret: ['older-secret', secret] }),
  },
  {
    name: 'LinkedIn',
    proof: 'x-li-signature',
    sign: (body, key = secret) => ({ 'x-li-signature': hmac(key, 'sha256', 'hmacsha256=', body).digest('hex') }),
    verify: (request) => verifyLinkedinWebhook(request, { clientSecret: ['older-secret', secret] }),
  },
  {
    name: 'Standard Webhooks',
    proof: 'webhook-signature',
    timestamp: 'webhook-timestamp',
    sign: (body, key = secret, time = now) => ({
      'webhook-id': 'msg_1',
      'webhook-timestamp': time,
      'webhook-signature': `v1,${hmac(key, 'sha256', `msg_1.${time}.`, body).digest('base64')}`,
    }),
    verify: (request) =>
      verifyStandardWebhook(request, {
        secret: [`whsec_${btoa('older-secret')}`, `whsec_${Buffer.from(secret).toString('base64')}`],
      }),
  },
]

const recordings = new URL('../../../../shared/recordings/webhooks/', import.meta.url)
const recorded = existsSync(recordings)
  ? readdirSync(recordings)
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFileSync(new URL(name, recordings)))
  : []
const bodies = [Buffer.from('{"text":"Grüße ✓"}\n'), Buffer.from([0, 255, 10, 13]), Buffer.alloc(0), ...recorded]

const requestOf = (headers: WebhookRequest['headers'], body: Buffer): WebhookRequest => ({
  headers,
  body: new Uint8Array(body),
  nowMs,
})

async function refusal(run: Promise<unknown>): Promise<WebhookError> {
  const error = await run.then(
    () => new Error('it was accepted'),
    (caught: unknown) => caught,
  )
  expect(WebhookError.isInstance(error), String(error)).toBe(true)
  return error as WebhookError
}

describe.each(schemes)('$name', ({ proof, timestamp, sign: signed, verify }) => {
  const body = bodies[0] as Buffer

  test('raw bytes of every kind are proved', async () => {
    for (const one of bodies) {
      const result = await verify(requestOf(new Headers(signed(one) as Record<string, string>), one))
      expect(result.id).toMatch(/^[0-9a-f]{64}$/)
      expect(await verify(requestOf(signed(one), one))).toEqual(result)
    }
  })

  test('header names in any case', async () => {
    const headers = Object.entries(signed(body)).map(([key, value]) => [key.toUpperCase(), value])
    await verify(requestOf(Object.fromEntries(headers), body))
  })

  test('another body, another secret, no proof and a proof of another form are refused', async () => {
    const right = signed(body)
    const cases: [Headers_, Buffer][] = [
      [right, Buffer.concat([body, Buffer.from(' ')])],
      [right, Buffer.from(body.toString().trim())],
      [signed(body, 'another-secret'), body],
      [{ ...right, [proof]: '' }, body],
      [{ ...right, [proof]: 'x' }, body],
      [{ ...right, [proof]: `${right[proof]}00` }, body],
      [{ ...right, [proof]: String(right[proof]).slice(0, -2) }, body],
      [{}, body],
    ]
    for (const [headers, bytes] of cases) {
      const error = await refusal(verify(requestOf(headers, bytes)))
      expect(error.code).toBe('webhook-refused')
      expect(JSON.stringify(error)).not.toContain(secret)
    }
  })

  test('a proof that stands there twice is refused, whichever comes first', async () => {
    const right = signed(body)
    const wrong = signed(body, 'another-secret')
    for (const pair of [
      [right[proof], wrong[proof]],
      [wrong[proof], right[proof]],
    ]) {
      await refusal(verify(requestOf({ ...right, [proof]: pair as string[] }, body)))
      const joined = new Headers(right as Record<string, string>)
      joined.set(proof, String(pair[0]))
      joined.append(proof, String(pair[1]))
      await refusal(verify(requestOf(joined, body)))
    }
  })

  test('more than 10 MB is refused before anything is computed', async () => {
    const large = Buffer.alloc(10 * 1024 * 1024 + 1)
    expect((await refusal(verify(requestOf({}, large)))).code).toBe('webhook-too-large')
  })

  test.runIf(timestamp !== undefined)('old and future timestamps are refused, and so are strange ones', async () => {
    const at = (offsetSeconds: number) => String(nowMs / 1000 + offsetSeconds)
    for (const near of [at(-299), at(299)]) {
      const { sentAtMs } = await verify(requestOf(signed(body, secret, near), body))
      expect(sentAtMs).toBe(Number(near) * 1000)
    }
    for (const far of [at(-301), at(301), '0', '-1', '', '1e9', `${now}.5`, 'soon', String(nowMs)]) {
      await refusal(verify(requestOf(signed(body, secret, far), body)))
    }
  })
})

describe('published vectors', () => {
  test('Slack: docs.slack.dev/authentication/verifying-requests-from-slack', async () => {
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c'
    const headers = {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    }
    const request = { ...requestOf(headers, Buffer.from(body)), nowMs: 1_531_420_618_000 }
    await verifySlackWebhook(request, { signingSecret: '8f742231b10e8888abcd99yyyzzz85a5' })
  })

  test('Standard Webhooks: the reference libraries, with a second signature before and behind', async () => {
    const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    for (const value of [signature, `v1,bm9wZQ== ${signature}`, `${signature} v1a,bm9wZQ==`]) {
      const headers = {
        'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        'webhook-timestamp': '1614265330',
        'webhook-signature': value,
      }
      const request = { ...requestOf(headers, Buffer.from('{"test": 2432232314}')), nowMs: 1_614_265_330_000 }
      await verifyStandardWebhook(request, { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' })
    }
  })

  test('X-Hub-Signature-256: docs.github.com, which signs as Meta does', async () => {
    const headers = {
      'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    }
    await verifyMetaWebhook(requestOf(headers, Buffer.from('Hello, World!')), {
      appSecret: "It's a Secret to Everybody",
    })
  })
})

test('Telegram: the secret token', async () => {
  const body = Buffer.from('{"update_id":1}')
  const header = 'x-telegram-bot-api-secret-token'
  const first = await verifyTelegramWebhook(requestOf({ [header]: secret }, body), { secretToken: secret })
  expect(await verifyTelegramWebhook(requestOf({ [header]: secret }, body), { secretToken: ['old', secret] })).toEqual(
    first,
  )
  for (const headers of [{}, { [header]: `${secret}x` }, { [header]: [secret, secret] }]) {
    await refusal(verifyTelegramWebhook(requestOf(headers, body), { secretToken: secret }))
  }
  const large = Buffer.alloc(10 * 1024 * 1024 + 1)
  const tooLarge = await refusal(verifyTelegramWebhook(requestOf({ [header]: secret }, large), { secretToken: secret }))
  expect(tooLarge.code).toBe('webhook-too-large')
})

test('an empty secret proves nothing', async () => {
  const body = Buffer.from('{}')
  const headers = { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }
  await refusal(verifyMetaWebhook(requestOf(headers, body), { appSecret: '' }))
  const token = { 'x-telegram-bot-api-secret-token': 'x' }
  await refusal(verifyTelegramWebhook(requestOf(token, body), { secretToken: '' }))
})

test('challenges are answered as each platform asks', async () => {
  const digest = (encoding: 'hex' | 'base64') => hmac(secret, 'sha256', 'the-challenge').digest(encoding)
  expect(await answerXChallenge('the-challenge', { consumerSecret: secret })).toEqual({
    response_token: `sha256=${digest('base64')}`,
  })
  expect(await answerLinkedinChallenge('the-challenge', { clientSecret: secret })).toEqual({
    challengeCode: 'the-challenge',
    challengeResponse: digest('hex'),
  })
  const meta = (token: string) =>
    answerMetaChallenge(`https://a.test/?hub.mode=subscribe&hub.challenge=42&hub.verify_token=${token}`, {
      verifyToken: secret,
    })
  expect(await meta(secret)).toBe('42')
  await refusal(meta('another'))
  const youtube = (topic: string) =>
    answerYoutubeChallenge(`https://a.test/?hub.challenge=42&hub.topic=${encodeURIComponent(topic)}`, {
      topics: ['https://a.test/feed'],
    })
  expect(youtube('https://a.test/feed')).toBe('42')
  expect(() => youtube('https://b.test/feed')).toThrow(expect.objectContaining({ code: 'webhook-refused' }))
})

test('a request of the web is read whole, and not beyond 10 MB whatever its length header says', async () => {
  const request = new Request('https://a.test', { method: 'POST', body: 'Grüße', headers: { 'x-a': 'b' } })
  const read = await readWebhookRequest(request, nowMs)
  expect(Buffer.from(read.body).toString()).toBe('Grüße')
  let given = 0
  const endless = new ReadableStream({
    pull(controller) {
      given += 1024 * 1024
      controller.enqueue(new Uint8Array(1024 * 1024))
    },
  })
  const body = { method: 'POST', body: endless, duplex: 'half', headers: { 'content-length': '5' } } as RequestInit
  expect((await refusal(readWebhookRequest(new Request('https://a.test', body), nowMs))).code).toBe('webhook-too-large')
  expect(given).toBeLessThan(20 * 1024 * 1024)
})
