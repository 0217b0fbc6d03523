/** Bun and Deno have modules of Node's names whose `lookup` and sockets are not Node's. */
export function isNode(): boolean {
  const { process, Deno, Bun } = globalThis as { process?: typeof globalThis.process; Deno?: unknown; Bun?: unknown }
  return process?.versions?.node !== undefined && Deno === undefined && Bun === undefined
}
