/**
 * socket.io's parser, for text alone. livemount's protocol has no binary data, and a packet with attachments would be kept
 * until all of them have come.
 */

import { Decoder, Encoder, type Packet, PacketType } from "socket.io-parser"
import { encodePacket } from "../../protocol/packet.js"

/** Longest packet that enters a namespace. What it brings as `auth` is kept as long as the socket lives; ours brings none. */
const LONGEST_CONNECT = 1024

/** The number of what is to be acknowledged, exact; nothing, where nothing is. */
const NUMBER = /^\d{0,15}$/

class TextDecoder extends Decoder {
  /** @throws on what is refused: socket.io ends the connection then. */
  override add(packet: unknown): void {
    if (typeof packet !== "string") throw new TypeError("binary data is not taken")
    const type = packet[0]
    if (type === "5" || type === "6") throw new TypeError("packets with attachments are not taken")
    if (type === "0" && packet.length > LONGEST_CONNECT) throw new TypeError("a connection may bring no data")
    const message = messageIn(packet)
    if (message === undefined) super.add(packet)
    else this.emitReserved("decoded", message)
  }
}

/**
 * Reads a message of our protocol, whose names have one letter. Undefined: it is something else, or is not as it should be, of which socket.io's
 * own decoder knows what to do. That one looks at each letter in front of the values by itself.
 */
function messageIn(packet: string): Packet | undefined {
  const comma = packet.indexOf(",")
  if (packet[0] !== "2" || packet[1] !== "/" || comma < 0) return undefined
  const begin = packet.indexOf("[", comma)
  if (begin < 0 || packet[begin + 3] !== '"') return undefined
  const number = packet.slice(comma + 1, begin)
  if (!NUMBER.test(number)) return undefined
  const data = listIn(packet.slice(begin))
  // None of the names that socket.io keeps for itself has.
  if (typeof data?.[0] !== "string" || data[0].length !== 1) return undefined
  const nsp = packet.slice(1, comma)
  return number === ""
    ? { type: PacketType.EVENT, nsp, data }
    : { type: PacketType.EVENT, nsp, id: Number(number), data }
}

function listIn(json: string): unknown[] | undefined {
  try {
    return JSON.parse(json) as unknown[]
  } catch {
    return undefined
  }
}

class TextEncoder extends Encoder {
  /** Binary data is not looked for once more: what an app hands to its page has been looked through (`outbound.ts`), all else is the protocol's. */
  override encode(packet: Packet): string[] {
    return [encodePacket(packet)]
  }
}

/** For the option `parser` of a socket.io server. */
export const textParser: { readonly Encoder: typeof Encoder; readonly Decoder: typeof Decoder } = {
  Encoder: TextEncoder,
  Decoder: TextDecoder,
}
