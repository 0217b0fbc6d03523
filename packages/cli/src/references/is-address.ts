/** Whether a text begins as an address does. No `URL`: an AT URI with a DID is none to it. */
export function isAddress(text: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(text)
}
