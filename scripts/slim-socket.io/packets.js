/** Stands in for engine.io-parser (protocol 4), for text alone: our parser sends nothing else, and so does our server. */

export const protocol = 4

/** By the digit that stands for them. */
const TYPES = ["open", "close", "ping", "pong", "message", "upgrade", "noop"]

export function encodePacket({ type, data = "" }) {
  return TYPES.indexOf(type) + data
}

export function decodePacket(text) {
  const type = TYPES[text[0]]
  return type ? { type, data: text.slice(1) } : { type: "error" }
}
