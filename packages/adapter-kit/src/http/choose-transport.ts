import { OutsideFetchError, type Transport } from '@tutti/model'
import type { HttpOptions } from './http-options.ts'
import { readOrigin } from './origin.ts'

type TransportOptions = Pick<HttpOptions, 'adapter' | 'baseUrl' | 'transport' | 'outsideTransport'>

/** The way to an address: through the guard unless the developer chose its server. */
export function chooseTransport(options: TransportOptions, url: string): Transport {
  return isTrusted(options, url) ? options.transport : (options.outsideTransport ?? refuse)
}

/** Whether the developer chose the server of an address; see `Adapter.trustedOrigins`. */
export function isTrusted({ adapter, baseUrl }: Pick<HttpOptions, 'adapter' | 'baseUrl'>, url: string): boolean {
  const origin = readOrigin(url)
  const { trustedOrigins } = adapter
  if (trustedOrigins === undefined) return origin === readOrigin(baseUrl)
  return trustedOrigins.includes(origin) || trustedOrigins.some((trusted) => isBelow(origin, trusted))
}

function isBelow(origin: string, trusted: string): boolean {
  const [scheme = '', domain] = trusted.split('*')
  return domain?.startsWith('.') === true && origin.startsWith(scheme) && origin.endsWith(domain)
}

const refuse: Transport = async ({ url }) => {
  const message = `${readOrigin(url)} is not of the developer’s choice, and there is no guard to reach it through`
  throw new OutsideFetchError({ code: 'outside-fetch-missing', message })
}
