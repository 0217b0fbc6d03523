// Both platforms on one loopback socket, in a process of their own: their CPU time is not ours. They check nothing.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answers, created } from '../data/bluesky.ts'
import { instance, ownAccount, status, statusPage } from '../data/mastodon.ts'

const placeholder = '113000000000001'
const [statusStart = '', ...statusRest] = JSON.stringify(status(1)).split(placeholder)
let sequence = 0

/** The answer to a path, and to the body that was sent there. */
function answer(method: string, path: string): string | undefined {
  if (path.startsWith('/xrpc/')) {
    const name = path.slice('/xrpc/'.length).split('?', 1)[0] ?? ''
    return name === 'com.atproto.repo.createRecord' ? created(sequence++) : answers[name]
  }
  if (path === '/api/v1/statuses' && method === 'POST') {
    const id = String(113_000_000_000_000 + sequence++)
    return statusStart + statusRest.map((text) => id + text).join('')
  }
  if (path === '/api/v2/instance') return instance
  if (path === '/api/v1/accounts/verify_credentials') return ownAccount
  return path.startsWith('/api/v1/accounts/') ? statusPage : undefined
}

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    const body = answer(request.method ?? '', request.url ?? '')
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body ?? ''),
    })
    response.end(body)
  })
})

server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit())
