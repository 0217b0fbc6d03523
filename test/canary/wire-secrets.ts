import type { RecordedRequest } from '@tutti/testing/fakes'

const formNames = ['code', 'code_verifier', 'refresh_token', 'token', 'client_secret', 'state'] as const

/** The secrets of a sign-in in the bodies of requests. */
export function sentSecrets(requests: readonly RecordedRequest[]): readonly string[] {
  const forms = requests.map(({ body }) => new URLSearchParams(body))
  const values = forms.flatMap((form) => formNames.map((name) => form.get(name) ?? ''))
  return values.filter((value) => value.length > 7)
}
