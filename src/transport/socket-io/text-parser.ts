/**
 * socket.io's parser, for text alone. livemount's protocol has no binary data, and a packet with attachments would be kept
 * until all of them have come.
 */

import { Decoder, Encoder, type Packet } from "socket.io-parser"
import { encodePacket } from "../../protocol/packet.js"

/** Longest packet that enters a namespace. What it brings as `auth` is kept as long as the socket lives; ours brings none. */
const LONGEST_CONNECT = 1024

class TextDecoder extends Decoder {
  /** @throws on what is refused: socket.io ends the connection then. */
  override add(packet: unknown): void {
    if (typeof packet !== "string") throw new TypeError("binary data is not taken")
    const [type] = packet
    if (type === "5" || type === "6") throw new TypeError("packets with attachments are not taken")
    if (type === "0" && packet.length > LONGEST_CONNECT) throw new TypeError("a connection may bring no data")
    super.add(packet)
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
