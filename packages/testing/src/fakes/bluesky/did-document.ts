import type { FakeBlueskyAccount } from './ledger.ts'

/** The document of an account whose server is at `origin`. */
export function didDocument({ did, handle }: FakeBlueskyAccount, origin: string) {
  return {
    '@context': ['https://www.w3.org/ns/did/v1'],
    id: did,
    alsoKnownAs: [`at://${handle}`],
    verificationMethod: [],
    service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: origin }],
  }
}
