import {
  type AccountDescription,
  type HttpAnswer,
  type Operation,
  type OperationContext,
  type OperationName,
  PlatformError,
} from '@tutti/model'
import type { AccountFacts } from '../api/account-facts.ts'
import { keyGuarantees, readBackGuarantees } from '../limits.ts'
import { readDomain, readLimits, readStreamingUrl } from '../read/instance.ts'
import { lacks } from '../read/lacking.ts'
import { readProfile } from '../read/profile.ts'
import { startReading } from '../read/reading.ts'
import { readNodeInfo, readSoftware, type ServerSoftware } from '../read/software.ts'

/** Makes the operation that reads what this server and account can do. */
export function describeAccountOn(
  server: string,
  operations: readonly OperationName[],
): Operation<Record<never, never>, AccountDescription> {
  return async (_input, context) => {
    const instance = await fetchInstance(context)
    const software = await recogniseSoftware(instance.body, context)
    const domain = readDomain(instance.body) ?? new URL(server).host
    const account = await context.http.request({
      method: 'GET',
      url: '/api/v1/accounts/verify_credentials',
      bucket: 'requests',
    })
    const profile = readProfile(account.body, startReading(domain))
    if (!profile) {
      throw new PlatformError({
        code: 'malformed-answer',
        message: 'the server did not say whose access token this is',
        outcome: 'unknown',
      })
    }
    const facts: AccountFacts = {
      accountId: profile.ref.id,
      domain,
      software: software.name,
      apiVersion: software.apiVersion,
      streamingUrl: readStreamingUrl(instance.body, server),
    }
    return {
      profile,
      server: { url: server, software: software.name, version: software.version },
      limits: readLimits(instance.body, software, context.clock.now()),
      guarantees: software.name === 'mastodon' ? keyGuarantees : readBackGuarantees,
      operations: operations.filter((name) => !lacks(software.name, name)),
      facts,
    }
  }
}

/** Version 2 exists since Mastodon 4.0. */
async function fetchInstance({ http }: OperationContext): Promise<HttpAnswer> {
  const answer = await http.request({
    method: 'GET',
    url: '/api/v2/instance',
    bucket: 'requests',
    acceptStatus: [404],
  })
  return answer.status === 404 ? http.request({ method: 'GET', url: '/api/v1/instance', bucket: 'requests' }) : answer
}

/** A server whose Instance does not say what it is may say so in its NodeInfo, which all of them have at one path. */
async function recogniseSoftware(instance: unknown, { http }: OperationContext): Promise<ServerSoftware> {
  const software = readSoftware(instance)
  if (software.name !== 'unknown') return software
  const answer = await http.request({
    method: 'GET',
    url: '/nodeinfo/2.0',
    bucket: 'requests',
    authorize: false,
    acceptStatus: [401, 403, 404, 406, 410],
  })
  return answer.status >= 400 ? software : readNodeInfo(answer.body, software)
}
