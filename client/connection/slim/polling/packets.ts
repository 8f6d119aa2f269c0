/**
 * Stands in for `engine.io-parser` (build/esm/index.js; protocol 4), for text alone: our parser sends nothing else, and
 * so does our server.
 *
 * Relied on there: of this module engine.io-client's `socket.js` takes `protocol` alone; packets are `{ type, data }` to
 * it, with the types' names as below and "error" for what is none.
 */

export interface EnginePacket {
  readonly type: string
  readonly data?: string
}

export const protocol = 4

/** By the digit that stands for them. */
const TYPES = ["open", "close", "ping", "pong", "message", "upgrade", "noop"]

export function encodePacket({ type, data = "" }: EnginePacket): string {
  return TYPES.indexOf(type) + data
}

export function decodePacket(text: string): EnginePacket {
  const type = TYPES[text[0] as unknown as number]
  return type ? { type, data: text.slice(1) } : { type: "error" }
}
